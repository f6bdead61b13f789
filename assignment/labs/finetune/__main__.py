"""Run the lab: `python -m labs.finetune`."""

import sys

from labs.command import main
from labs.finetune import LAB

if __name__ == "__main__":
    sys.exit(main(LAB))
