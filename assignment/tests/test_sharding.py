"""Public checks of part 3b: small inputs that you can work out by hand. This file does not need torch."""

from checking import StudentFunction
from provided.recipes import TrainingRecipe

# 2 + 2 + 4 + 8 bytes per parameter: weights, gradients, master weights, Adam's two moments
MIXED = TrainingRecipe("bfloat16", "bfloat16", "adam", "float32", master_weights=True)
# 2 + 4 + 0 + 2 bytes: one state value, and no master weights
MOMENTUM = TrainingRecipe("float16", "float32", "momentum", "bfloat16", master_weights=False)


def test_min_nodes_worked_example(min_nodes: StudentFunction) -> None:
    """3,600 GB of weights on nodes of 1,128 GB need 4 nodes"""
    ask = "The quotient is about 3.2: can you use a fifth of a node?"
    min_nodes(3_600_000_000_000, 1_128_000_000_000).returns(4, ask=ask)


def test_min_nodes_exact_fit(min_nodes: StudentFunction) -> None:
    """three full nodes need no fourth"""
    min_nodes(30, 10).returns(3, ask="How many bytes would be on a fourth node?")


def test_min_nodes_one_byte_more(min_nodes: StudentFunction) -> None:
    """one byte more needs one node more"""
    min_nodes(31, 10).returns(4, ask="Where does the last byte go?")


def test_min_nodes_nothing(min_nodes: StudentFunction) -> None:
    """a total of 0 bytes raises ValueError"""
    min_nodes(0, 10).raises(ValueError, ask="Which totals does the docstring allow?")


def test_min_nodes_empty_nodes(min_nodes: StudentFunction) -> None:
    """nodes of 0 bytes raise ValueError"""
    min_nodes(10, 0).raises(ValueError, ask="How many nodes of 0 bytes hold ten bytes?")


def test_shard_numel_worked_example(shard_numel: StudentFunction) -> None:
    """ten elements on four ranks: three on each, with two of padding in total"""
    shard_numel(10, 4).returns((3, 2), ask="What is the next multiple of four after ten?")


def test_shard_numel_even(shard_numel: StudentFunction) -> None:
    """elements that divide evenly need no padding"""
    shard_numel(8, 4).returns((2, 0), ask="How far is eight from a multiple of four?")


def test_shard_numel_adds_up(shard_numel: StudentFunction) -> None:
    """all shards together hold the parameter and its padding"""

    def adds_up(shards: tuple[int, int]) -> bool:
        per_rank, padding = shards
        return 5 * per_rank == 17 + padding

    expected = "5 shards that hold 17 elements and the padding"
    ask = "Is the padding counted once, or on each rank?"
    shard_numel(17, 5).satisfies(adds_up, expected=expected, ask=ask)


def test_shard_numel_negative(shard_numel: StudentFunction) -> None:
    """a negative number of elements raises ValueError"""
    shard_numel(-1, 4).raises(ValueError, ask="Can a parameter have fewer than 0 elements?")


def test_shard_numel_no_ranks(shard_numel: StudentFunction) -> None:
    """a world size of 0 raises ValueError"""
    shard_numel(10, 0).raises(ValueError, ask="Which rank would hold a shard?")


def test_zero_memory_per_rank_stage_0(zero_memory_per_rank: StudentFunction) -> None:
    """stage 0 keeps all 16 bytes of each of 8 parameters on every rank"""
    zero_memory_per_rank(8, 4, 0, MIXED).returns(
        128, ask="What does plain data parallelism split: the values, or the batch?"
    )


def test_zero_memory_per_rank_stage_1(zero_memory_per_rank: StudentFunction) -> None:
    """stage 1 keeps weights and gradients whole, and a quarter of the rest"""
    ask = "Which of the 2 + 2 + 4 + 8 bytes are sharded, and which are not?"
    zero_memory_per_rank(8, 4, 1, MIXED).returns(56, ask=ask)


def test_zero_memory_per_rank_stage_2(zero_memory_per_rank: StudentFunction) -> None:
    """stage 2 shards the gradients, too"""
    ask = "Which values are still whole on every rank?"
    zero_memory_per_rank(8, 4, 2, MIXED).returns(44, ask=ask)


def test_zero_memory_per_rank_stage_3(zero_memory_per_rank: StudentFunction) -> None:
    """stage 3 shards everything"""
    zero_memory_per_rank(8, 4, 3, MIXED).returns(32, ask="How much is a quarter of everything?")


def test_zero_memory_per_rank_worked_example(zero_memory_per_rank: StudentFunction) -> None:
    """1,000 parameters on four ranks, stage by stage"""
    for stage, expected in enumerate([16_000, 7_000, 5_500, 4_000]):
        ask = "Which of the four kinds of values does this stage shard?"
        zero_memory_per_rank(1_000, 4, stage, MIXED).returns(expected, ask=ask)


def test_zero_memory_per_rank_another_recipe(zero_memory_per_rank: StudentFunction) -> None:
    """5 parameters on 2 ranks: 10 bytes of weights, 20 of gradients, and 3 values of 2 bytes"""
    ask = "Which value has which dtype of the recipe, and how large is a shard of five elements?"
    zero_memory_per_rank(5, 2, 1, MOMENTUM).returns(36, ask=ask)


def test_zero_memory_per_rank_stage_4(zero_memory_per_rank: StudentFunction) -> None:
    """stage 4 raises ValueError"""
    zero_memory_per_rank(8, 4, 4, MIXED).raises(ValueError, ask="Which stages does the docstring allow?")


def test_rank_coordinates_first(rank_coordinates: StudentFunction) -> None:
    """rank 0 is the first in every direction"""
    rank_coordinates(0, pipeline=2, data=3, tensor=4).returns(
        (0, 0, 0), ask="Where do the coordinates start?"
    )


def test_rank_coordinates_worked_example(rank_coordinates: StudentFunction) -> None:
    """without data parallelism, ranks 0 and 1 share a stage, and so do 2 and 3"""
    ask = "Which coordinate changes from one rank to the next?"
    rank_coordinates(2, pipeline=2, data=1, tensor=2).returns((1, 0, 0), ask=ask)


def test_rank_coordinates_order(rank_coordinates: StudentFunction) -> None:
    """the tensor coordinate changes fastest, then data, then pipeline"""
    ask = "Of eight ranks, two in every direction: after how many does each coordinate change?"
    rank_coordinates(6, pipeline=2, data=2, tensor=2).returns((1, 1, 0), ask=ask)


def test_rank_coordinates_last(rank_coordinates: StudentFunction) -> None:
    """the last rank is the last in every direction"""
    ask = "How many ranks hold each stage?"
    rank_coordinates(23, pipeline=2, data=3, tensor=4).returns((1, 2, 3), ask=ask)


def test_rank_coordinates_outside(rank_coordinates: StudentFunction) -> None:
    """a rank outside the grid raises ValueError"""
    ask = "If ranks start at 0, what is the last of eight?"
    rank_coordinates(8, pipeline=2, data=2, tensor=2).raises(ValueError, ask=ask)


def test_rank_coordinates_no_size(rank_coordinates: StudentFunction) -> None:
    """a grid with a size of 0 raises ValueError"""
    rank_coordinates(0, pipeline=2, data=0, tensor=2).raises(
        ValueError, ask="How many ranks does this grid have?"
    )


def test_split_layers_worked_example(split_layers: StudentFunction) -> None:
    """two heavy layers at the ends have a stage of their own"""
    split_layers([4, 1, 1, 4], 3).returns([[0], [1, 2], [3]], ask="How heavy is the heaviest stage here?")


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

    ask = "Would a cut at another place make the heavier stage lighter?"
    split_layers(sizes, 2).shows("a heaviest stage of", heaviest, 9, ask=ask)


def test_split_layers_not_greedy(split_layers: StudentFunction) -> None:
    """it can be better to end a stage early: 3 | 5 2 | 1 5"""
    sizes = [3, 5, 2, 1, 5]

    def heaviest(stages: list[list[int]]) -> int:
        return max(sum(sizes[layer] for layer in stage) for stage in stages)

    ask = "Does your choice for a stage consider the layers that come later?"
    split_layers(sizes, 3).shows("a heaviest stage of", heaviest, 7, ask=ask)


def test_split_layers_one_stage(split_layers: StudentFunction) -> None:
    """one stage holds all layers"""
    split_layers([3, 1, 2], 1).returns([[0, 1, 2]], ask="Is there anything to split?")


def test_split_layers_too_many_stages(split_layers: StudentFunction) -> None:
    """more stages than layers raise ValueError"""
    split_layers([3, 1], 3).raises(ValueError, ask="Which layer would the third stage have?")
