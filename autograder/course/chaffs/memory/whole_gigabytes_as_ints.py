"""A whole number of GB is an int."""

HINT = "What type is the result, whatever its value?"


def gigabytes(n_bytes):
    return n_bytes // 10**9 if n_bytes % 10**9 == 0 else n_bytes / 10**9
