"""Public checks of part 3a: small inputs that you can work out by hand."""

from checking import StudentFunction
from provided.recipes import MemoryBreakdown, TrainingRecipe

MIXED = TrainingRecipe("bfloat16", "bfloat16", "adam", "float32", master_weights=True)
PLAIN_SGD = TrainingRecipe("float32", "float32", "sgd", "float32", master_weights=False)
PLAIN_ADAM = TrainingRecipe("float32", "float32", "adam", "float32", master_weights=False)


def test_weight_memory_worked_example(weight_memory: StudentFunction) -> None:
    """1.8 trillion parameters in float16 take 3,600 GB"""
    ask = "How many bytes does one number of 16 bits take?"
    weight_memory(1_800_000_000_000, "float16").returns(3_600_000_000_000, ask=ask)


def test_weight_memory_float32(weight_memory: StudentFunction) -> None:
    """ten numbers of 32 bits take 40 bytes"""
    weight_memory(10, "float32").returns(40, ask="How many bytes does one number of 32 bits take?")


def test_weight_memory_int8(weight_memory: StudentFunction) -> None:
    """ten numbers of 8 bits take 10 bytes"""
    weight_memory(10, "int8").returns(10, ask="How many bytes does one number of 8 bits take?")


def test_weight_memory_unknown_dtype(weight_memory: StudentFunction) -> None:
    """a dtype that is not in DTYPE_BYTES raises ValueError"""
    weight_memory(10, "float12").raises(ValueError, ask="Which dtypes are in provided/recipes.py?")


def test_weight_memory_negative(weight_memory: StudentFunction) -> None:
    """a negative number of parameters raises ValueError"""
    weight_memory(-1, "float32").raises(ValueError, ask="Can a model have fewer than 0 parameters?")


def test_gigabytes_worked_example(gigabytes: StudentFunction) -> None:
    """3,600,000,000,000 bytes are 3,600 GB"""
    gigabytes(3_600_000_000_000).returns(3600.0, ask="How many bytes is 1 GB, and how many is 1 GiB?")


def test_gigabytes_one_gib(gigabytes: StudentFunction) -> None:
    """1 GiB is a little more than 1 GB"""
    gigabytes(2**30).returns(1.073741824, ask="Which of the two is a power of ten?")


def test_gigabytes_fraction(gigabytes: StudentFunction) -> None:
    """half of 1 GB is 0.5"""
    gigabytes(500_000_000).returns(0.5, ask="Is the result rounded somewhere?")


def test_adam_state_memory_default(adam_state_memory: StudentFunction) -> None:
    """in float32, the default, 1,000 parameters need 8,000 bytes"""
    ask = "How many values does Adam keep for each parameter?"
    adam_state_memory(1_000).returns(8_000, ask=ask)


def test_adam_state_memory_float16(adam_state_memory: StudentFunction) -> None:
    """in float16, 1,000 parameters need 4,000 bytes"""
    adam_state_memory(1_000, "float16").returns(4_000, ask="In which dtype are the two moments?")


def test_adam_state_memory_seven_billion(adam_state_memory: StudentFunction) -> None:
    """for 7 billion parameters, Adam's state in float32 takes 56 GB"""
    ask = "Are the weights themselves part of the optimizer state?"
    adam_state_memory(7_000_000_000, "float32").returns(56_000_000_000, ask=ask)


def test_adam_state_memory_unknown_dtype(adam_state_memory: StudentFunction) -> None:
    """a dtype that is not in DTYPE_BYTES raises ValueError"""
    adam_state_memory(10, "float12").raises(ValueError, ask="Which dtypes are in provided/recipes.py?")


def test_adam_state_memory_negative(adam_state_memory: StudentFunction) -> None:
    """a negative number of parameters raises ValueError"""
    adam_state_memory(-1).raises(ValueError, ask="Can a model have fewer than 0 parameters?")


def test_training_memory_worked_example(training_memory: StudentFunction) -> None:
    """mixed precision with Adam takes 2 + 2 + 4 + 8 bytes for each of 10 parameters"""
    expected = MemoryBreakdown(weights=20, gradients=20, master_weights=40, optimizer_state=80)
    ask = "Which values are kept for each parameter, and in which dtype of the recipe?"
    training_memory(10, MIXED).returns(expected, ask=ask)


def test_training_memory_total(training_memory: StudentFunction) -> None:
    """7 billion parameters take 112 GB in total"""
    ask = "How many bytes per parameter is that?"
    outcome = training_memory(7_000_000_000, MIXED)
    outcome.shows("a total of", lambda memory: memory.total, 112_000_000_000, ask=ask)


def test_training_memory_no_master_weights(training_memory: StudentFunction) -> None:
    """without master weights, their part is 0 bytes"""
    expected = MemoryBreakdown(weights=40, gradients=40, master_weights=0, optimizer_state=80)
    training_memory(10, PLAIN_ADAM).returns(expected, ask="Does this recipe keep master weights?")


def test_training_memory_sgd(training_memory: StudentFunction) -> None:
    """SGD keeps no state"""
    expected = MemoryBreakdown(weights=40, gradients=40, master_weights=0, optimizer_state=0)
    ask = "How many values per parameter does this optimizer keep?"
    training_memory(10, PLAIN_SGD).returns(expected, ask=ask)


def test_training_memory_negative(training_memory: StudentFunction) -> None:
    """a negative number of parameters raises ValueError"""
    training_memory(-1, MIXED).raises(ValueError, ask="Can a model have fewer than 0 parameters?")


def test_optimizer_state_memory_worked_example(optimizer_state_memory: StudentFunction) -> None:
    """a linear layer has 6 weights and 2 biases, and each has two moments of 4 bytes"""
    from torch import nn

    ask = "How many parameters are there, and how many values does Adam keep for each?"
    optimizer_state_memory(nn.Linear(3, 2)).returns(64, ask=ask)


def test_optimizer_state_memory_dtype(optimizer_state_memory: StudentFunction) -> None:
    """moments of 2 bytes take half as much"""
    from torch import nn

    ask = "In which dtype are the moments here?"
    optimizer_state_memory(nn.Linear(3, 2), "bfloat16").returns(32, ask=ask)


def test_optimizer_state_memory_layers(optimizer_state_memory: StudentFunction) -> None:
    """two layers need the sum of both"""
    from torch import nn

    model = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 1, bias=False))
    optimizer_state_memory(model).returns(80, ask="Do the parameters of inner modules count?")


def test_optimizer_state_memory_frozen(optimizer_state_memory: StudentFunction) -> None:
    """a frozen bias has no state"""
    from torch import nn

    model = nn.Linear(3, 2)
    model.bias.requires_grad_(False)
    ask = "Does Adam keep values for a parameter that is never updated?"
    optimizer_state_memory(model).returns(48, ask=ask)
