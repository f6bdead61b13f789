"""Kill the review's server 200 times at random moments; no confirmed mark may be lost or doubled.

    python tools/review/kills.py [200]

It is the test of `tests/review/test_kills.py`, with more kills than CI has time for.
"""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

if __name__ == "__main__":
    os.environ["AUTOGRADER_KILLS"] = sys.argv[1] if len(sys.argv) > 1 else "200"
    sys.exit(pytest.main(["-q", "-s", "-n", "0", "-m", "", str(ROOT / "tests" / "review" / "test_kills.py")]))
