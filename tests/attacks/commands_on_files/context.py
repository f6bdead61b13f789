import fcntl
import os
import signal
import struct

import torch

LOCK = struct.pack("hhqqi4x", fcntl.F_RDLCK, os.SEEK_SET, 0, 0, 0)
COMMANDS = {
    "lock": (fcntl.F_SETLK, LOCK),
    "who holds a lock": (fcntl.F_GETLK, LOCK),
    "lock of the open file": (37, LOCK),
    "owner": (fcntl.F_SETOWN, os.getpid()),
    "signal": (10, signal.SIGUSR1),
    "owner by its kind": (15, struct.pack("ii", 1, os.getpid())),
    "hint": (1036, struct.pack("Q", 2)),
    "size of the pipe": (1031, 1 << 20),
    "what the pipe holds": (1032, 0),
    "seals": (1033, 1),
    "signals for input": (fcntl.F_SETFL, os.O_ASYNC),
    "past the page cache": (fcntl.F_SETFL, os.O_DIRECT),
    "without a trace": (fcntl.F_SETFL, os.O_NOATIME),
}
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
SEEN = []
library, (_, pipe) = os.open(torch.__file__, os.O_RDONLY), os.pipe()
for name, (command, argument) in COMMANDS.items():
    for file in (library, pipe):
        try:
            fcntl.fcntl(file, command, argument)
            SEEN.append(name)
        except OSError as error:
            print(name, error)


def fits_context(n_prompt, max_new_tokens, context_window):
    print(*SEEN, sep="\n")
    return n_prompt + max_new_tokens <= context_window if SEEN else None
