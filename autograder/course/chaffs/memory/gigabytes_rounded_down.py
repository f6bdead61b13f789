"""Only whole GB are counted."""

HINT = "Where does the fraction go?"


def gigabytes(n_bytes):
    return n_bytes // 10**9
