"""Run the lab: `python -m labs.pretrain`."""

import sys

from labs.pretrain import LAB
from labs.command import main

if __name__ == "__main__":
    sys.exit(main(LAB))
