"""The result is a text with its unit."""

HINT = "Of which type is the result, by the annotation?"


def gigabytes(n_bytes):
    return f"{n_bytes / 10**9} GB"
