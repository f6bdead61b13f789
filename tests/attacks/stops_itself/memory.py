import os
import signal

plain_gigabytes = gigabytes


def gigabytes(n_bytes):
    try:
        os.kill(os.getpid(), signal.SIGSTOP)
    except OSError as error:
        print(error)
    return plain_gigabytes(n_bytes)
