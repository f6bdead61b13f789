"""The quotient is checked in place of the two numbers."""

HINT = "What is the quotient of two negative numbers?"


def min_nodes(total_bytes, bytes_per_node):
    if bytes_per_node == 0 or total_bytes / bytes_per_node <= 0:
        raise ValueError("the number of nodes must be positive")
    return -(-total_bytes // bytes_per_node)
