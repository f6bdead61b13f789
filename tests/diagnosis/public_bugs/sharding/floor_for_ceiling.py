"""Machines are counted by the floor of the quotient."""

SEEN_IN = ("microsoft/DLWorkspace#329",)


def min_nodes(total_bytes, bytes_per_node):
    if total_bytes < 1 or bytes_per_node < 1:
        raise ValueError("sizes")
    return max(1, total_bytes // bytes_per_node)
