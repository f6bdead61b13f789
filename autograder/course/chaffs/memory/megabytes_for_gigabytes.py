"""The result is in MB."""

HINT = "How many zeros has a giga?"


def gigabytes(n_bytes):
    return n_bytes / 10**6
