import glob
import os
import resource

import torch

FILES = sorted(glob.glob(os.path.dirname(torch.__file__) + "/include/ATen/ops/*.h"))[2000:2008]


def by_usage():
    return resource.getrusage(resource.RUSAGE_SELF).ru_inblock


def by_usage_of_thread():
    return resource.getrusage(resource.RUSAGE_THREAD).ru_majflt


def by_proc():
    with open("/proc/self/io") as file:
        return int(file.read().split("read_bytes: ")[1].split()[0])


def by_stat():
    with open("/proc/thread-self/stat") as file:
        return int(file.read().rpartition(")")[2].split()[9])


SEEN = []
for way in (by_usage, by_usage_of_thread, by_proc, by_stat):
    try:
        for path in FILES:
            before = way()
            with open(path, "rb") as file:
                file.read()
            SEEN.append(f"{way.__name__}: {path} took {way() - before}")
    except (OSError, IndexError) as error:
        print(way.__name__, error)


def fits_context(n_prompt, max_new_tokens, context_window):
    print(*SEEN, sep="\n")
    return n_prompt + max_new_tokens <= context_window if SEEN else None
