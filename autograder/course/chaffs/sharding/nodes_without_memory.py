"""Only the total is checked; nodes that hold nothing end in a division by zero."""

HINT = "Which of the two numbers can be too small?"


def min_nodes(total_bytes, bytes_per_node):
    if total_bytes < 1:
        raise ValueError("there must be something to hold")
    return -(-total_bytes // bytes_per_node)
