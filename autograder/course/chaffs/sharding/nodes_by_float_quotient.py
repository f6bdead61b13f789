"""The quotient is a float, and that is rounded up."""

HINT = "How many digits of a very large quotient does a float keep?"

import math


def min_nodes(total_bytes, bytes_per_node):
    if total_bytes < 1 or bytes_per_node < 1:
        raise ValueError("sizes must be positive")
    return math.ceil(total_bytes / bytes_per_node)
