"""Run the lab: `python -m labs.memory`."""

import sys

from labs.memory import LAB
from labs.command import main

if __name__ == "__main__":
    sys.exit(main(LAB))
