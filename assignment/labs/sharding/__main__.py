"""Run the lab: `python -m labs.sharding`."""

import sys

from labs.command import main
from labs.sharding import LAB

if __name__ == "__main__":
    sys.exit(main(LAB))
