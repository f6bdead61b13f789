def min_nodes(first, *rest, **named):
    return first


shard_numel = zero_memory_per_rank = rank_coordinates = split_layers = min_nodes
