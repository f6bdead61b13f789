"""Run the lab: `python -m labs.finetune`."""

import sys

from labs.finetune import LAB
from labs.command import main

if __name__ == "__main__":
    sys.exit(main(LAB))
