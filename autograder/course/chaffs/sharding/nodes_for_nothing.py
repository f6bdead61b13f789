"""A total of 0 needs no node, instead of being an error."""

HINT = "Which totals does the docstring refuse?"


def min_nodes(total_bytes, bytes_per_node):
    if total_bytes < 0 or bytes_per_node < 1:
        raise ValueError("sizes must not be negative")
    return -(-total_bytes // bytes_per_node)
