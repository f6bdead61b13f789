"""GB are rounded to two digits."""

HINT = "Where do the other digits go?"


def gigabytes(n_bytes):
    return round(n_bytes / 10**9, 2)
