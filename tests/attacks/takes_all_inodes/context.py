import os

for folder in ("/tmp", "/var/tmp", os.path.dirname(os.path.abspath(__file__))):
    try:
        made = os.path.join(folder, f"attack-left-{os.getpid()}")
        os.mkdir(made)
        for number in range(500):
            open(os.path.join(made, str(number)), "x").close()
    except OSError as error:
        print(folder, error)
