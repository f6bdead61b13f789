"""A process of its own for one optimizer, so that nothing of another one is in its memory.

It prints how many MB it has grown by after each stage, as JSON.
"""

import ctypes
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def resident_bytes() -> int:
    """Return the memory that this process occupies now.

    On Linux without the pages of files, because a busy machine drops those of libraries and maps them again.

    Raises:
        OSError: this system does not say.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = re.findall(r"^(?:RssAnon|VmSwap):\s+(\d+) kB$", status.read_text("utf-8"), re.MULTILINE)
        if not found:
            raise OSError("/proc/self/status has no RssAnon")
        return sum(map(int, found)) * 1024
    if sys.platform == "win32":
        return _on_windows()
    done = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(os.getpid())], capture_output=True, text=True, check=True
    )
    return int(done.stdout) * 1024


def _on_windows() -> int:
    # The fields of PROCESS_MEMORY_COUNTERS: two of 4 bytes, then eight of the size of a pointer.
    counters = (ctypes.c_size_t * 9)()
    libraries = ctypes.windll  # type: ignore[attr-defined, unused-ignore]
    current = libraries.kernel32.GetCurrentProcess
    current.restype = ctypes.c_void_p
    ask = libraries.psapi.GetProcessMemoryInfo
    ask.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong]
    if not ask(current(), ctypes.byref(counters), ctypes.sizeof(counters)):
        raise OSError("GetProcessMemoryInfo failed")
    return int(counters[2])


def main(arguments: Sequence[str]) -> None:
    """Build a model, compute gradients, take a step, and print the growth after each."""
    import torch
    from torch import nn

    from labs.memory import OPTIMIZERS

    name, layers, width = arguments[0], int(arguments[1]), int(arguments[2])
    torch.set_num_threads(1)
    warm_up = nn.Linear(8, 8)  # the first backward and the first step load libraries
    warm_up(torch.ones(1, 8)).sum().backward()
    OPTIMIZERS[name][1](warm_up.parameters()).step()
    start = resident_bytes()
    grown = []
    model = nn.Sequential(*(nn.Linear(width, width) for _ in range(layers)))
    grown.append(resident_bytes() - start)
    optimizer = OPTIMIZERS[name][1](model.parameters())
    for parameter in model.parameters():
        parameter.grad = torch.full_like(parameter, 1e-3)
    grown.append(resident_bytes() - start)
    optimizer.step()
    grown.append(resident_bytes() - start)
    print(json.dumps([each / 1e6 for each in grown]))


if __name__ == "__main__":
    main(sys.argv[1:])
