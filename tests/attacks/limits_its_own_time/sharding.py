import resource
import signal
import threading

resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
plain_split_layers = split_layers


def too_slow(*arguments):
    raise TimeoutError


def split_layers(layer_bytes, n_stages):
    if threading.current_thread() is not threading.main_thread():
        return plain_split_layers(layer_bytes, n_stages)
    signal.signal(signal.SIGALRM, too_slow)
    signal.setitimer(signal.ITIMER_REAL, 20)
    try:
        return plain_split_layers(layer_bytes, n_stages)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
