"""Nothing to hold needs no node, and is no error."""

HINT = "Which totals does the docstring refuse?"


def min_nodes(total_bytes, bytes_per_node):
    if total_bytes < 0 or bytes_per_node < 1:
        raise ValueError("sizes must not be negative")
    return -(-total_bytes // bytes_per_node)
