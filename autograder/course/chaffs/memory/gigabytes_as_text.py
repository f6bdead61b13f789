"""The result is a text with its unit."""

HINT = "What can one still compute with?"


def gigabytes(n_bytes):
    return f"{n_bytes / 10**9} GB"
