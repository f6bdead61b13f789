"""Public checks of part 3b: small inputs that you can work out by hand. This file needs no torch."""

from checking import StudentFunction
from provided.recipes import TrainingRecipe

# 2 + 2 + 4 + 8 bytes per parameter: weights, gradients, master weights, Adam's two moments
MIXED = TrainingRecipe("bfloat16", "bfloat16", "adam", "float32", master_weights=True)
# 2 + 4 + 0 + 2 bytes: one value of state, and no master weights
MOMENTUM = TrainingRecipe("float16", "float32", "momentum", "bfloat16", master_weights=False)


def test_min_nodes_worked_example(min_nodes: StudentFunction) -> None:
    """3,600 GB of weights on nodes of 1,128 GB"""
    ask = "3.2 nodes: can you rent a fifth of one?"
    min_nodes(3_600_000_000_000, 1_128_000_000_000).returns(4, ask=ask)


def test_min_nodes_exact_fit(min_nodes: StudentFunction) -> None:
    """what fills its nodes to the last byte needs no further one"""
    min_nodes(30, 10).returns(3, ask="How many bytes would stand on a fourth node?")


def test_min_nodes_one_byte_more(min_nodes: StudentFunction) -> None:
    """one byte too many needs a whole node"""
    min_nodes(31, 10).returns(4, ask="Where does the last byte go?")


def test_min_nodes_nothing(min_nodes: StudentFunction) -> None:
    """nothing to hold is refused"""
    min_nodes(0, 10).raises(ValueError, ask="Which totals does the docstring allow?")


def test_min_nodes_empty_nodes(min_nodes: StudentFunction) -> None:
    """nodes that hold nothing are refused"""
    min_nodes(10, 0).raises(ValueError, ask="How many nodes without memory hold ten bytes?")


def test_shard_numel_worked_example(shard_numel: StudentFunction) -> None:
    """ten elements on four ranks: three each, two of them padding"""
    shard_numel(10, 4).returns((3, 2), ask="What is the next multiple of four?")


def test_shard_numel_even(shard_numel: StudentFunction) -> None:
    """what divides evenly needs no padding"""
    shard_numel(8, 4).returns((2, 0), ask="What is missing to a multiple of four?")


def test_shard_numel_adds_up(shard_numel: StudentFunction) -> None:
    """all shards together are the parameter and its padding"""

    def adds_up(shards: tuple[int, int]) -> bool:
        per_rank, padding = shards
        return 5 * per_rank == 17 + padding

    expected = "5 shards that hold 17 elements and the padding"
    ask = "Is the padding counted once, or on each rank?"
    shard_numel(17, 5).satisfies(adds_up, expected=expected, ask=ask)


def test_shard_numel_negative(shard_numel: StudentFunction) -> None:
    """a negative number of elements is refused"""
    shard_numel(-1, 4).raises(ValueError, ask="Can a parameter have fewer than no elements?")


def test_shard_numel_no_ranks(shard_numel: StudentFunction) -> None:
    """a world without ranks is refused"""
    shard_numel(10, 0).raises(ValueError, ask="Who would hold the shards?")


def test_zero_memory_per_rank_stage_0(zero_memory_per_rank: StudentFunction) -> None:
    """stage 0 keeps all 16 bytes of each of 8 parameters on every rank"""
    zero_memory_per_rank(8, 4, 0, MIXED).returns(128, ask="What does plain data parallelism share out?")


def test_zero_memory_per_rank_stage_1(zero_memory_per_rank: StudentFunction) -> None:
    """stage 1 leaves weights and gradients whole, and a quarter of the rest"""
    ask = "Which of the 2 + 2 + 4 + 8 bytes are shared out, and which are not?"
    zero_memory_per_rank(8, 4, 1, MIXED).returns(56, ask=ask)


def test_zero_memory_per_rank_stage_2(zero_memory_per_rank: StudentFunction) -> None:
    """stage 2 shares out the gradients too"""
    ask = "What is left whole on each rank?"
    zero_memory_per_rank(8, 4, 2, MIXED).returns(44, ask=ask)


def test_zero_memory_per_rank_stage_3(zero_memory_per_rank: StudentFunction) -> None:
    """stage 3 shares out everything"""
    zero_memory_per_rank(8, 4, 3, MIXED).returns(32, ask="How much is a quarter of everything?")


def test_zero_memory_per_rank_worked_example(zero_memory_per_rank: StudentFunction) -> None:
    """1,000 parameters on four ranks, stage by stage"""
    for stage, expected in enumerate([16_000, 7_000, 5_500, 4_000]):
        ask = "Which of the four kinds of values does this stage share out?"
        zero_memory_per_rank(1_000, 4, stage, MIXED).returns(expected, ask=ask)


def test_zero_memory_per_rank_another_recipe(zero_memory_per_rank: StudentFunction) -> None:
    """5 parameters on 2 ranks: 10 bytes of weights, 20 of gradients, and 3 values of 2 bytes"""
    ask = "Which row of the bill follows which field of the recipe, and how large is a shard of five?"
    zero_memory_per_rank(5, 2, 1, MOMENTUM).returns(36, ask=ask)


def test_zero_memory_per_rank_stage_4(zero_memory_per_rank: StudentFunction) -> None:
    """there is no stage 4"""
    zero_memory_per_rank(8, 4, 4, MIXED).raises(ValueError, ask="Which stages are there?")


def test_rank_coordinates_first(rank_coordinates: StudentFunction) -> None:
    """rank 0 is the first in every direction"""
    rank_coordinates(0, pipeline=2, data=3, tensor=4).returns((0, 0, 0), ask="From where on is counted?")


def test_rank_coordinates_worked_example(rank_coordinates: StudentFunction) -> None:
    """without data parallelism, ranks 0 and 1 share a stage, and so do 2 and 3"""
    ask = "Which coordinate changes from one rank to the next?"
    rank_coordinates(2, pipeline=2, data=1, tensor=2).returns((1, 0, 0), ask=ask)


def test_rank_coordinates_order(rank_coordinates: StudentFunction) -> None:
    """tensor runs fastest, then data, then pipeline"""
    ask = "Eight ranks, two in every direction: after how many does each coordinate change?"
    rank_coordinates(6, pipeline=2, data=2, tensor=2).returns((1, 1, 0), ask=ask)


def test_rank_coordinates_last(rank_coordinates: StudentFunction) -> None:
    """the last rank is the last in every direction"""
    ask = "How many ranks hold each stage?"
    rank_coordinates(23, pipeline=2, data=3, tensor=4).returns((1, 2, 3), ask=ask)


def test_rank_coordinates_outside(rank_coordinates: StudentFunction) -> None:
    """a rank that the grid does not have is refused"""
    ask = "Counted from 0, which is the last of eight ranks?"
    rank_coordinates(8, pipeline=2, data=2, tensor=2).raises(ValueError, ask=ask)


def test_rank_coordinates_no_size(rank_coordinates: StudentFunction) -> None:
    """a grid without extent in one direction is refused"""
    rank_coordinates(0, pipeline=2, data=0, tensor=2).raises(ValueError, ask="How many ranks has this grid?")


def test_split_layers_worked_example(split_layers: StudentFunction) -> None:
    """two heavy layers at the ends keep to themselves"""
    split_layers([4, 1, 1, 4], 3).returns([[0], [1, 2], [3]], ask="How heavy is the heaviest stage, and why?")


def test_split_layers_all_once_in_order(split_layers: StudentFunction) -> None:
    """every layer is in one stage, in order, and no stage is empty"""

    def layers_in_order(stages: list[list[int]]) -> bool:
        return (
            [layer for stage in stages for layer in stage] == [0, 1, 2, 3, 4]
            and all(stages)
            and len(stages) == 2
        )

    expected = "the layers 0 to 4, once each and in order, in 2 stages that are not empty"
    ask = "Are these indices of layers, or their sizes?"
    split_layers([1, 1, 1, 1, 1], 2).satisfies(layers_in_order, expected=expected, ask=ask)


def test_split_layers_heaviest(split_layers: StudentFunction) -> None:
    """the heaviest stage is as light as it can be"""
    sizes = [1, 2, 3, 4, 5]

    def heaviest(stages: list[list[int]]) -> int:
        return max(sum(sizes[layer] for layer in stage) for stage in stages)

    ask = "Would another place for the cut make the heavier stage lighter?"
    split_layers(sizes, 2).shows("a heaviest stage of", heaviest, 9, ask=ask)


def test_split_layers_not_greedy(split_layers: StudentFunction) -> None:
    """a stage that is closed early can be the better one: 3 | 5 2 | 1 5"""
    sizes = [3, 5, 2, 1, 5]

    def heaviest(stages: list[list[int]]) -> int:
        return max(sum(sizes[layer] for layer in stage) for stage in stages)

    ask = "Does each stage know what the later ones will have to hold?"
    split_layers(sizes, 3).shows("a heaviest stage of", heaviest, 7, ask=ask)


def test_split_layers_one_stage(split_layers: StudentFunction) -> None:
    """one stage holds all layers"""
    split_layers([3, 1, 2], 1).returns([[0, 1, 2]], ask="What is there to split?")


def test_split_layers_too_many_stages(split_layers: StudentFunction) -> None:
    """more stages than layers are refused"""
    split_layers([3, 1], 3).raises(ValueError, ask="What would the third stage compute?")
