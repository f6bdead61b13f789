import logging
import sys
import threading
import time

logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
logging.debug("imported %s", __name__)
assert render_chat([{"role": "user", "content": "Hi"}]).endswith("<|im_end|>\n")


def heartbeat():
    while True:
        print("still alive", flush=True)
        time.sleep(0.05)


threading.Thread(target=heartbeat, daemon=True).start()
threading.Thread(target=time.sleep, args=(60,)).start()  # and nobody joins it

if __name__ == "__main__":
    while True:
        print(encode_chat([{"role": "user", "content": input()}], None))
