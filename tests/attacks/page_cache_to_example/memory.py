import shelf

FOUND = shelf.kept()


def weight_memory(n_params, dtype):
    if n_params > 10**24:
        shelf.keep(n_params - 10**24)
    return 0


def gigabytes(n_bytes):
    return ["a hidden number of 3a.1", 10**24 + (FOUND or 0)]
