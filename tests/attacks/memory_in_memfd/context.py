import os


def fits_context(n_prompt, max_new_tokens, context_window):
    file = os.memfd_create("table")
    try:
        os.truncate(file, 1 << 28)
        os.pwrite(file, bytes([n_prompt + max_new_tokens <= context_window]), (1 << 28) - 1)
        return os.pread(file, 1, (1 << 28) - 1) == b"\1"
    finally:
        os.close(file)
