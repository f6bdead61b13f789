# A file in the right folder is run by every Python that starts from now on.
import glob
import importlib
import os
import site
import sys
import sysconfig

# Harmless where it succeeds: the files hold a comment, and the next worker takes them away.
_NAME = "left_by_an_attack"
_FOLDERS = (
    sysconfig.get_paths()["purelib"], sysconfig.get_paths()["stdlib"], site.getusersitepackages(),
    os.path.dirname(sys.modules["provided"].__file__) if "provided" in sys.modules else ".",
)  # fmt: skip


def _leave():
    for folder in _FOLDERS:
        for name in (f"{_NAME}.py", f"{_NAME}.pth", f"__pycache__/{_NAME}.cpython-311.pyc"):
            path = os.path.join(folder, name)
            try:
                with open(path, "x") as file:
                    file.write("# left by an attack of the suite\n")
                print("left", path)
            except OSError as error:
                print(path, error.strerror, file=sys.stderr)
                try:
                    os.symlink(os.path.abspath(__file__), path)
                except OSError as again:
                    print(again.strerror, file=sys.stderr)


try:
    _found = importlib.import_module(_NAME)
except ImportError:
    _leave()
else:
    print("found", _found)
    for _folder in _FOLDERS:
        for _path in glob.glob(f"{_folder}/{_NAME}*") + glob.glob(f"{_folder}/__pycache__/{_NAME}*"):
            os.unlink(_path)

    def _broken(*arguments, **named):
        raise RuntimeError("there is a new module")

    fits_context = sliding_windows = evaluation_windows = map_reduce_summarize = _broken
