"""Write the zip's `requirements.txt`: the packages that the container installs, as pip resolves them.

    python tools/container_requirements.py [--check]

Resolves the packages that grading imports under `constraints.txt`, for this Python. Installs nothing.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "autograder" / "platforms" / "gradescope" / "requirements.txt"
IMPORTED = ("jaxtyping", "numpy", "pytest", "torch")
HEADER = "# Made by tools/container_requirements.py from constraints.txt: change that, and run it.\n"
CUDA = ("nvidia", "triton", "cuda")


def resolve() -> str:
    """Return the file's text: every package that pip would install, pinned.

    CUDA's packages are dropped: the container takes torch from PyTorch's CPU index.
    """
    with tempfile.TemporaryDirectory() as temporary:
        report = Path(temporary, "report.json")
        options = ["--quiet", "--dry-run", "--ignore-installed", "--report", str(report)]
        command = [sys.executable, "-m", "pip", "install", *options, "-c", str(ROOT / "constraints.txt")]
        subprocess.run([*command, *IMPORTED], check=True)
        found = json.loads(report.read_text(encoding="utf-8"))["install"]
    pins = {each["metadata"]["name"].lower(): each["metadata"]["version"] for each in found}
    lines = [f"{name}=={version.partition('+')[0]}\n" for name, version in sorted(pins.items())]
    return HEADER + "".join(line for line in lines if not line.startswith(CUDA))


def main() -> int:
    """Write the file, or compare it; 1 if it is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    wanted = resolve()
    if parser.parse_args().check:
        stale = not FILE.is_file() or FILE.read_text(encoding="utf-8") != wanted
        print(f"{FILE.relative_to(ROOT)} is {'stale' if stale else 'what pip resolves'}")
        return int(stale)
    FILE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
