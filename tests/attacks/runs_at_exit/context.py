import atexit
import os
import sys
import threading
import weakref


def at_the_end(*arguments):
    try:
        open(f"/tmp/attack-left-{os.getpid()}", "w").close()
    finally:
        os._exit(0)


class Last:
    pass


kept = Last()
weakref.finalize(kept, at_the_end)
atexit.register(at_the_end)
threading._register_atexit(at_the_end)
sys.excepthook = sys.unraisablehook = threading.excepthook = at_the_end
sys.setprofile(None)
