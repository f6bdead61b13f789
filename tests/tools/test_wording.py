"""The count of turns of phrase: what each pattern finds in a made-up text, and what it leaves alone."""

from collections import Counter
from pathlib import Path

import pytest
from wording import LONG, findings

MODULE = '''"""Each of many words is fine, and there is no fault in this sentence."""

MOST_BYTES = 3  # what the limit is for


def size(path: str) -> int:
    """What is no file has no size.

    A sentence like this one goes on and on, and then on again, until a reader has forgotten how it began, so
    that nobody can act on it.
    """
    return len("the reader is told so much of it")
'''

PAGE = """# A page

It works where nothing is in the way; each has a name for ever.

```sh
echo "this is no sentence"
```

| what a cell is | one two three four five six seven eight nine ten one two three four five six seven |
"""


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "size.py",
            MODULE,
            {
                "'no' for 'not a'": 1,
                "'what … is'": 2,
                "'so many', 'so much'": 1,
                "'is told'": 1,
                "MOST_, LEAST_, FEWEST_": 1,
                LONG: 1,
            },
        ),
        ("page.md", PAGE, {"'where' for 'if'": 1, "'each' as a noun": 1, "archaic": 1}),
        ("CHANGELOG.md", "# Changes\n\n## Unreleased\n\n- It is no file.\n\n## 1.0\n\n- It is no file.\n", 1),
        ("course.toml", '# None is told.\nhint = "Which of which?"\n', 2),
    ],
)
def test_counts(name: str, text: str, expected: dict[str, int] | int) -> None:
    counts = Counter(turn for _, turn, _ in findings(Path(name), text))
    assert (counts if isinstance(expected, dict) else counts.total()) == expected


def test_a_finding_has_its_line() -> None:
    assert [(line, turn) for line, turn, _ in findings(Path("page.md"), "# A\n\nThis is no page.\n")] == [
        (3, "'no' for 'not a'")
    ]
