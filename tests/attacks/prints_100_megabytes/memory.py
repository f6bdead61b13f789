plain_gigabytes = gigabytes
printed = False
print("\u2713 imported", "\ud800")


def gigabytes(n_bytes):
    global printed
    for step in range(0 if printed else 1000):
        print(step, "x" * 100_000)
    printed = True
    return plain_gigabytes(n_bytes)
