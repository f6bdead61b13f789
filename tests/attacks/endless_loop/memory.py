def gigabytes(n_bytes):
    total = 0.0
    while n_bytes > 0:
        total += 1e-9  # and n_bytes stays as it is
    return total
