"""The code with which `pytest` checks your work. You may read it; you do not need to change it.

`outcome` calls your functions, `messages` describes the results, `scoreboard` prints the summary, and
`plugin` connects them to pytest. Imported by `conftest.py` and `tests/` only.
"""

from checking.outcome import StudentFunction

__all__ = ["StudentFunction"]
