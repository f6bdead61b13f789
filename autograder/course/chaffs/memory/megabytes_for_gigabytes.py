"""The result is in MB."""

HINT = "How many zeros does 1 GB have in bytes?"


def gigabytes(n_bytes):
    return n_bytes / 10**6
