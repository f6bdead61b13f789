import os
import tempfile

for folder in ("/tmp", "/var/tmp", "/dev/shm", os.path.dirname(os.path.abspath(__file__))):
    try:
        file, _ = tempfile.mkstemp(prefix="attack-left-", dir=folder)
        for _ in range(10):
            os.write(file, bytes(1_000_000))
    except OSError as error:
        print(folder, error)
