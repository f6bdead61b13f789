"""The result is a text with its unit."""

HINT = "What type is the result, according to the annotation?"


def gigabytes(n_bytes):
    return f"{n_bytes / 10**9} GB"
