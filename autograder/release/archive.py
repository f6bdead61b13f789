"""Zips that are the same to the byte for the same content, on every machine and day."""

import io
import zipfile
from collections.abc import Collection, Mapping

# The oldest date that a zip can hold: a real one would change the bytes from day to day.
DATE = (1980, 1, 1, 0, 0, 0)


def zip_bytes(entries: Mapping[str, bytes], executable: Collection[str] = ()) -> bytes:
    """A zip of `entries`, sorted, without times or compression: both differ between machines."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, DATE)
            info.create_system = 3  # Unix, wherever it is made
            info.external_attr = (0o755 if name in executable else 0o644) << 16
            archive.writestr(info, entries[name])
    return buffer.getvalue()
