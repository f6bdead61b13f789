import sys


class Deeper:
    def __repr__(self):
        return repr(self)[:1]  # through C each time, so every step takes real stack


def gigabytes(n_bytes):
    sys.setrecursionlimit(2**31 - 1)
    repr(Deeper())
    return n_bytes / 1e9
