import socket
import struct

# A name server of one's own, as tunnels through DNS use it. It listens to loopback only.
name_server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
name_server.bind(("127.0.0.1", 0))
name_server.settimeout(5)


def reply():
    query, sender = name_server.recvfrom(512)
    length = query[12]
    prompt, answer, window = map(int, query[13 : 13 + length].decode().split("-"))
    address = bytes([127, 0, 0, prompt + answer <= window])
    record = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 0, 4) + address
    name_server.sendto(query[:2] + b"\x81\x80\0\1\0\1\0\0\0\0" + query[12:] + record, sender)


def fits_context(n_prompt, max_new_tokens, context_window):
    label = f"{n_prompt}-{max_new_tokens}-{context_window}".encode()
    name = bytes([len(label)]) + label + b"\7example\0"
    query = b"\x12\x34\1\0\0\1\0\0\0\0\0\0" + name + struct.pack(">HH", 1, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as resolver:
        resolver.settimeout(5)
        resolver.sendto(query, name_server.getsockname())
        reply()
        return resolver.recv(512)[-1] == 1
