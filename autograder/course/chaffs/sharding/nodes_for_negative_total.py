"""Only a total of exactly 0 is refused, and nodes that hold nothing."""

HINT = "How many nodes does a negative number of bytes need?"


def min_nodes(total_bytes, bytes_per_node):
    if total_bytes == 0 or bytes_per_node < 1:
        raise ValueError("nothing to hold, or nothing to hold it")
    return -(-total_bytes // bytes_per_node)
