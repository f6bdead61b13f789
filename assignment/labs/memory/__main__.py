"""Run the lab: `python -m labs.memory`."""

import sys

from labs.command import main
from labs.memory import LAB

if __name__ == "__main__":
    sys.exit(main(LAB))
