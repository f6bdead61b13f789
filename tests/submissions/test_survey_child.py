"""The process that parses a student's files imports nothing once it has given up its rights."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import autograder.submissions.survey_child as child
from autograder.submissions.notebook.run import output_of
from autograder.submissions.survey import CHILD

FILES = (
    b"def f(x):\n    return x\n",
    b"\xef\xbb\xbfdef f(x):\n    return x\n",
    "def f(x):\n    return x\n".encode("utf-16"),
    "def f(x):\n    return x\n".encode("utf-16-be"),
    "def f(x):\n    return x\n".encode("utf-32"),
    "def f(x):  # caf\u00e9\n    return x\n".encode("cp1252"),
    "def f(x):\n    \u00fc = x\n    return \u00fc\n".encode(),
    b"# -*- coding: latin-1 -*-\ndef f(x):\n    return '\\d'\n",
    b"def f(x):\n    return x\n    (((",
)
PROGRAM = """
import sys
sys.path.insert(0, {folder!r})
import survey_child as child
child.import_all()

class Nothing:
    def find_spec(self, name, path=None, target=None):
        print("imported late:", name)
        return None

sys.meta_path[:] = [Nothing()]
for data in {files!r}:
    print(child.facts(child.decoded(data), {{"f"}})["defined"])
"""


def test_nothing_is_imported_after_the_rights_are_given_up() -> None:
    program = PROGRAM.format(folder=str(Path(child.__file__).parent), files=FILES)
    command = [sys.executable, "-I", "-S", "-B", "-W", "ignore", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["['f']"] * len(FILES)


def test_each_encoding_is_read_without_rights() -> None:
    text = "def gigabytes():\n    return '\u00e9'\n"
    contents = [text.encode(each) for each in child.ENCODINGS]
    contents.append(bytes(900))
    request = {"functions": {"memory": ["gigabytes"]}, "sizes": list(map(len, contents))}
    with tempfile.TemporaryFile() as file:
        file.writelines(contents)
        file.seek(0)
        facts = json.loads(output_of(CHILD, json.dumps(request), file.fileno()) or b"")
    assert [each["finished"] for each in facts] == [["gigabytes"]] * len(child.ENCODINGS) + [[]]
    assert facts[-1]["empty"]
