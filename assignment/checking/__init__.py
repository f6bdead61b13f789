"""What `pytest` uses to check your work: readable, and nothing in here needs to be changed.

`outcome` calls your functions and says what went wrong, `scoreboard` prints where you stand, `plugin`
joins both to pytest. Imported by `conftest.py` and `tests/` only.
"""

from checking.outcome import StudentFunction

__all__ = ["StudentFunction"]
