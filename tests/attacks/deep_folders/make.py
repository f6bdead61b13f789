"""Just below what a path may be long: each folder is made from within the one above."""

import os
import sys

os.chdir(sys.argv[1])
for number in range(300):
    name = f"folder_{number:03d}"
    os.mkdir(name)
    os.chdir(name)
    with open("helper.py", "w", encoding="ascii") as file:
        file.write("value = 1\n")
