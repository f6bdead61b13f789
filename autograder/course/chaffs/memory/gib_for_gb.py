"""A GB is 2**30 bytes."""

HINT = "Which of GB and GiB is a power of ten?"


def gigabytes(n_bytes):
    return n_bytes / 2**30
