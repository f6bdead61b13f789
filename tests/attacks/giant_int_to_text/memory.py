import sys


def gigabytes(n_bytes):
    sys.set_int_max_str_digits(0)
    str(7**900_000 * n_bytes)
    str(3**2_500_000)
    return n_bytes / 1e9
