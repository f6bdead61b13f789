import json
import os
import socket


def listen():
    server = socket.socket(socket.AF_UNIX)
    for place in (f"/tmp/attack-{os.getpid()}.sock", f"\0attack-{os.getpid()}"):
        try:
            server.bind(place)
            server.listen()
            return server, place
        except OSError:
            pass
    raise OSError("no place to meet")


def fits_context(n_prompt, max_new_tokens, context_window):
    server, place = listen()
    with socket.socket(socket.AF_UNIX) as me:
        me.connect(place)
        helper, _ = server.accept()
        me.sendall(json.dumps([n_prompt, max_new_tokens, context_window]).encode())
        prompt, answer, window = json.loads(helper.recv(4096))
        helper.sendall(json.dumps(prompt + answer <= window).encode())
        return json.loads(me.recv(4096))
