"""Byte code of another module than the one that stands beside it."""

import importlib.util
import marshal
import sys
from pathlib import Path

SOURCE = """
def fits_context(n_prompt, max_new_tokens, context_window):
    return n_prompt + max_new_tokens <= context_window
"""

folder = Path(sys.argv[1])
code = marshal.dumps(compile(SOURCE, "context.py", "exec"))
source = folder / "context.py"
stamp = int(source.stat().st_mtime).to_bytes(4, "little") + source.stat().st_size.to_bytes(4, "little")
unchecked = (1).to_bytes(4, "little") + bytes(8)
cached = Path(importlib.util.cache_from_source(str(source)))
cached.parent.mkdir(exist_ok=True)
cached.write_bytes(importlib.util.MAGIC_NUMBER + bytes(4) + stamp + code)
(folder / "context.pyc").write_bytes(importlib.util.MAGIC_NUMBER + unchecked + code)
(cached.parent / f"context.{sys.implementation.cache_tag}.opt-1.pyc").write_bytes(
    importlib.util.MAGIC_NUMBER + unchecked + code
)
