"""Run the lab: `python -m labs.context`."""

import sys

from labs.command import main
from labs.context import LAB

if __name__ == "__main__":
    sys.exit(main(LAB))
