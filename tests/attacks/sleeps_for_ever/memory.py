import threading


def gigabytes(n_bytes):
    nobody_sets_this = threading.Event()
    nobody_sets_this.wait(120)
    return n_bytes / 1e9
