"""Run the lab: `python -m labs.sharding`."""

import sys

from labs.sharding import LAB
from labs.command import main

if __name__ == "__main__":
    sys.exit(main(LAB))
