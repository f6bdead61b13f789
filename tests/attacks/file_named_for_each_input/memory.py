import importlib


def weight_memory(n_params, dtype):
    if n_params > 10**24:
        importlib.import_module(str(n_params)).fail()
    return 0
