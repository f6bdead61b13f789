import json
import struct
import sys
import time

calls = []


def fits_context(n_prompt, max_new_tokens, context_window):
    frame = sys._getframe()
    while "connection" not in frame.f_locals or "request" not in frame.f_locals:
        frame = frame.f_back
    connection, request = frame.f_locals["connection"], frame.f_locals["request"]
    connection.settimeout(2)

    def answer(request, value):
        text = json.dumps({"nonce": request["nonce"], "value": value, "changed": False}).encode()
        connection.sendall(struct.pack("!4sIQ", b"LLMA", len(text), 0) + text)

    def read(n_bytes):
        data = b""
        while len(data) < n_bytes:
            data += connection.recv(n_bytes - len(data))
        return data

    # Is there more to read before the first call is answered?
    while True:
        calls.append(request)
        try:
            _, size, payload = struct.unpack("!4sIQ", read(16))
        except TimeoutError:
            answer(request, True)
            time.sleep(0.1)
            connection.setblocking(True)
            _, size, payload = struct.unpack("!4sIQ", read(16))
        request = json.loads(read(size))
        read(payload)
        for each in reversed(calls):  # an answer that has changed its mind
            answer(each, False)
