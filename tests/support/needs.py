"""What a test needs of the machine: skip it where that is missing, except in CI, where nothing is skipped."""

import os
from typing import NoReturn

import pytest


def cannot_run(reason: str) -> NoReturn:
    """Skip the test; fail it instead where AUTOGRADER_REQUIRE_ROOT is 1, as in CI."""
    if os.environ.get("AUTOGRADER_REQUIRE_ROOT") == "1":
        pytest.fail(f"AUTOGRADER_REQUIRE_ROOT=1, but a test cannot run: {reason}", pytrace=False)
    pytest.skip(reason)
