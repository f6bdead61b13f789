"""Run the lab: `python -m labs.pretrain`."""

import sys

from labs.command import main
from labs.pretrain import LAB

if __name__ == "__main__":
    sys.exit(main(LAB))
