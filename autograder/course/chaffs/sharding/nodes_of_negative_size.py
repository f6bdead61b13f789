"""Only nodes of exactly 0 bytes are refused, and a total below 1."""

HINT = "How much does a node of -1 bytes hold?"


def min_nodes(total_bytes, bytes_per_node):
    if total_bytes < 1 or bytes_per_node == 0:
        raise ValueError("nothing to hold, or nothing to hold it")
    return -(-total_bytes // bytes_per_node)
