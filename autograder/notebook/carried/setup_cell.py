# Setup: run this cell first.
# @title Setup: run this cell first
# It unpacks the provided code and the checks into a temporary folder, and installs nothing.
def _set_up(names: dict[str, object]) -> object:
    import atexit
    import base64
    import json
    import lzma
    import shutil
    import sys
    import tempfile
    from pathlib import Path

    if sys.version_info < (3, 11):  # noqa: UP036 - so that older versions get a message
        print("OLD_PYTHON", sys.version.split()[0])
        return None
    packed = "PACKED"
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name, text in json.loads(lzma.decompress(base64.b85decode(packed))).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder / "first"))
    sys.path.append(str(folder / "last"))  # stand-ins, used if the real thing is not installed
    try:
        from checking.notebook import Grader  # type: ignore[import-not-found, unused-ignore]
    except ModuleNotFoundError as error:
        if error.name == "checking":
            print("READY")
        else:
            print("NOT_INSTALLED", error.name)
        return None
    print("READY")
    grader: object = Grader(names)
    return grader


grader = _set_up(globals())
del _set_up
