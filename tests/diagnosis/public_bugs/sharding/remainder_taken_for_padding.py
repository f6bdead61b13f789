"""The remainder is added as padding."""

SEEN_IN = ("KellerJordan/Muon#30", "KellerJordan/Muon#28")


def shard_numel(numel, world_size):
    if numel < 0 or world_size < 1:
        raise ValueError("sizes")
    padding = numel % world_size
    return (numel + padding) // world_size, padding
