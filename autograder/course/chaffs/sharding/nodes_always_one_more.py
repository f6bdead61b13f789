"""There is always one node more than are full."""

HINT = "When the last node is full to the last byte, what would the next one hold?"


def min_nodes(total_bytes, bytes_per_node):
    if total_bytes < 1 or bytes_per_node < 1:
        raise ValueError("sizes must be positive")
    return total_bytes // bytes_per_node + 1
