"""Reproducible zips: the same content gives the same bytes, on each machine and day."""

import io
import zipfile
from collections.abc import Collection, Mapping

# The oldest date that a zip can hold, because a real date would change the bytes.
DATE = (1980, 1, 1, 0, 0, 0)


def zip_bytes(entries: Mapping[str, bytes], executable: Collection[str] = ()) -> bytes:
    """Return a zip of `entries`, sorted, without times or compression, which both differ between machines.

    Args:
        entries: contents by name.
        executable: names of entries that can be run.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, DATE)
            info.create_system = 3  # Unix, on each machine
            info.external_attr = (0o755 if name in executable else 0o644) << 16
            archive.writestr(info, entries[name])
    return buffer.getvalue()
