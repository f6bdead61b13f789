"""Run the lab: `python -m labs.context`."""

import sys

from labs.context import LAB
from labs.command import main

if __name__ == "__main__":
    sys.exit(main(LAB))
