from utils import BILLION


def gigabytes(n_bytes):
    return n_bytes / BILLION
