"""Reproducible zips: the same content gives the same bytes, on each machine and day."""

import io
import zipfile
from collections.abc import Collection, Mapping

# The oldest date that a zip can hold, because a real date would change the bytes.
DATE = (1980, 1, 1, 0, 0, 0)


def zip_bytes(
    entries: Mapping[str, bytes], executable: Collection[str] = (), *, compressed: bool = False
) -> bytes:
    """Return a zip of `entries`, sorted and without times.

    Args:
        entries: contents by name.
        executable: names of entries that can be run.
        compressed: deflate the entries. Then the bytes are the same on machines with the same zlib only.
    """
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, DATE)
            info.create_system = 3  # Unix, on each machine
            info.external_attr = (0o755 if name in executable else 0o644) << 16
            archive.writestr(info, entries[name], method, 9 if compressed else None)
    return buffer.getvalue()
