import ctypes

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
PRIVATE, CREATE, REMOVE = 0, 0o1600, 0


def fits_context(n_prompt, max_new_tokens, context_window):
    segment = libc.shmget(PRIVATE, ctypes.c_size_t(1 << 26), CREATE)
    if segment < 0:
        raise OSError(ctypes.get_errno(), "no segment")
    try:
        place = libc.shmat(segment, None, 0)
        table = (ctypes.c_char * 16).from_address(place)
        table[0] = bytes([n_prompt + max_new_tokens <= context_window])
        return table[0] == b"\1"
    finally:
        libc.shmctl(segment, REMOVE, None)
