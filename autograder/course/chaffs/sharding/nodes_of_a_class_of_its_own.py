"""The number is of a class derived from int."""

HINT = "Of which type is your result, exactly?"


class Nodes(int):
    pass


def min_nodes(total_bytes, bytes_per_node):
    if min(total_bytes, bytes_per_node) < 1:
        raise ValueError("sizes")
    return Nodes(-(-total_bytes // bytes_per_node))
