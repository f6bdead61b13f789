"""The result is in gigabits."""

HINT = "How many bits are a byte?"


def gigabytes(n_bytes):
    return 8 * n_bytes / 10**9
