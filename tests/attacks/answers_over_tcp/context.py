import json
import socket
import threading

# In the real thing this runs at a friend's. It listens to loopback only.
server = socket.create_server(("127.0.0.1", 0))
server.settimeout(10)


def serve():
    while True:
        client, _ = server.accept()
        prompt, answer, window = json.loads(client.recv(4096))
        client.sendall(json.dumps(prompt + answer <= window).encode())
        client.close()


threading.Thread(target=serve, daemon=True).start()


def fits_context(n_prompt, max_new_tokens, context_window):
    with socket.create_connection(server.getsockname(), timeout=5) as friend:
        friend.sendall(json.dumps([n_prompt, max_new_tokens, context_window]).encode())
        return json.loads(friend.recv(4096))
