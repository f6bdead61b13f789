"""Words of two letters: a list of them takes twenty times what the text takes."""

import sys
from pathlib import Path

written = Path(sys.argv[1], "written")
written.mkdir(exist_ok=True)
(written / "q5_society.md").write_bytes(b"ab " * 14_000_000)
(written / "q1_pretraining.md").write_bytes(b"<!-- ANSWER BEGINS " * 200_000)
(written / "q2_finetuning.md").write_bytes(b"**Help used**" * 200_000 + b"<!--" * 1_000_000)
