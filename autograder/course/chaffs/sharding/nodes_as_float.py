"""The count of nodes is returned as a float."""

HINT = "What type is a number of things that are counted?"


def min_nodes(total_bytes, bytes_per_node):
    if total_bytes < 1 or bytes_per_node < 1:
        raise ValueError("sizes must be positive")
    return -(-total_bytes // bytes_per_node) / 1
