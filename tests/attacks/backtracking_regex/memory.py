import re


def gigabytes(n_bytes):
    # Each further "a" doubles the time: half a minute on a fast machine.
    re.fullmatch("(a+)+", "a" * 29 + "b")
    return n_bytes / 1e9
