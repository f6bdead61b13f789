"""The number of nodes is rounded to the nearest whole one."""

HINT = "How many bytes find no place on the nodes that you count?"


def min_nodes(total_bytes, bytes_per_node):
    if total_bytes < 1 or bytes_per_node < 1:
        raise ValueError("sizes must be positive")
    return max(1, (2 * total_bytes + bytes_per_node) // (2 * bytes_per_node))
