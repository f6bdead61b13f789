"""A node that would be partly empty is not needed."""

HINT = "How many bytes do your nodes hold together?"


def min_nodes(total_bytes, bytes_per_node):
    if total_bytes < 1 or bytes_per_node < 1:
        raise ValueError("sizes must be positive")
    return max(1, total_bytes // bytes_per_node)
