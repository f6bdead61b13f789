"""The result is in gigabits."""

HINT = "How many bits does a byte have?"


def gigabytes(n_bytes):
    return 8 * n_bytes / 10**9
