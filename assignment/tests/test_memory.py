"""Public checks of part 3a: small inputs that you can work out by hand."""

from checking import StudentFunction
from provided.recipes import MemoryBreakdown, TrainingRecipe

MIXED = TrainingRecipe("bfloat16", "bfloat16", "adam", "float32", master_weights=True)
PLAIN_SGD = TrainingRecipe("float32", "float32", "sgd", "float32", master_weights=False)
PLAIN_ADAM = TrainingRecipe("float32", "float32", "adam", "float32", master_weights=False)


def test_weight_memory_worked_example(weight_memory: StudentFunction) -> None:
    """1.8 trillion parameters in float16 take 3,600 GB"""
    ask = "How many bytes is one number of 16 bits?"
    weight_memory(1_800_000_000_000, "float16").returns(3_600_000_000_000, ask=ask)


def test_weight_memory_float32(weight_memory: StudentFunction) -> None:
    """ten numbers of 32 bits take 40 bytes"""
    weight_memory(10, "float32").returns(40, ask="How many bytes is one number of 32 bits?")


def test_weight_memory_int8(weight_memory: StudentFunction) -> None:
    """ten numbers of 8 bits take 10 bytes"""
    weight_memory(10, "int8").returns(10, ask="How many bytes is one number of 8 bits?")


def test_weight_memory_unknown_dtype(weight_memory: StudentFunction) -> None:
    """a dtype that is not in DTYPE_BYTES is refused"""
    weight_memory(10, "float12").raises(ValueError, ask="Which dtypes does provided/recipes.py know?")


def test_weight_memory_negative(weight_memory: StudentFunction) -> None:
    """a negative number of parameters is refused"""
    weight_memory(-1, "float32").raises(ValueError, ask="Can a model have fewer than no parameters?")


def test_gigabytes_worked_example(gigabytes: StudentFunction) -> None:
    """3,600,000,000,000 bytes are 3600 GB"""
    gigabytes(3_600_000_000_000).returns(3600.0, ask="How many bytes are a GB, and how many a GiB?")


def test_gigabytes_one_gib(gigabytes: StudentFunction) -> None:
    """one GiB is a little more than one GB"""
    gigabytes(2**30).returns(1.073741824, ask="Which of the two is a power of ten?")


def test_gigabytes_fraction(gigabytes: StudentFunction) -> None:
    """half a GB is 0.5"""
    gigabytes(500_000_000).returns(0.5, ask="Where does the fraction go?")


def test_adam_state_memory_default(adam_state_memory: StudentFunction) -> None:
    """in float32, unless said otherwise, 1,000 parameters need 8,000 bytes"""
    ask = "How many numbers does Adam remember for each parameter?"
    adam_state_memory(1_000).returns(8_000, ask=ask)


def test_adam_state_memory_float16(adam_state_memory: StudentFunction) -> None:
    """in float16 it is half of that"""
    adam_state_memory(1_000, "float16").returns(4_000, ask="In which dtype are both moments?")


def test_adam_state_memory_seven_billion(adam_state_memory: StudentFunction) -> None:
    """7 billion parameters need 56 GB more for Adam in float32"""
    ask = "Are the weights themselves a part of the optimizer's state?"
    adam_state_memory(7_000_000_000, "float32").returns(56_000_000_000, ask=ask)


def test_adam_state_memory_unknown_dtype(adam_state_memory: StudentFunction) -> None:
    """a dtype that is not in DTYPE_BYTES is refused"""
    adam_state_memory(10, "float12").raises(ValueError, ask="Which dtypes does provided/recipes.py know?")


def test_adam_state_memory_negative(adam_state_memory: StudentFunction) -> None:
    """a negative number of parameters is refused"""
    adam_state_memory(-1).raises(ValueError, ask="Can a model have fewer than no parameters?")


def test_training_memory_worked_example(training_memory: StudentFunction) -> None:
    """mixed precision with Adam: 2 + 2 + 4 + 8 bytes for each of 10 parameters"""
    expected = MemoryBreakdown(weights=20, gradients=20, master_weights=40, optimizer_state=80)
    ask = "What is kept for each parameter, and in which dtype of the recipe?"
    training_memory(10, MIXED).returns(expected, ask=ask)


def test_training_memory_total(training_memory: StudentFunction) -> None:
    """7 billion parameters take 112 GB in all"""
    ask = "How many bytes is that for each parameter?"
    outcome = training_memory(7_000_000_000, MIXED)
    outcome.shows("a total of", lambda memory: memory.total, 112_000_000_000, ask=ask)


def test_training_memory_no_master_weights(training_memory: StudentFunction) -> None:
    """weights that are float32 already need no copy"""
    expected = MemoryBreakdown(weights=40, gradients=40, master_weights=0, optimizer_state=80)
    training_memory(10, PLAIN_ADAM).returns(expected, ask="Does this recipe keep master weights?")


def test_training_memory_sgd(training_memory: StudentFunction) -> None:
    """SGD remembers nothing"""
    expected = MemoryBreakdown(weights=40, gradients=40, master_weights=0, optimizer_state=0)
    ask = "How many values per parameter does this optimizer keep?"
    training_memory(10, PLAIN_SGD).returns(expected, ask=ask)


def test_training_memory_negative(training_memory: StudentFunction) -> None:
    """a negative number of parameters is refused"""
    training_memory(-1, MIXED).raises(ValueError, ask="Can a model have fewer than no parameters?")


def test_optimizer_state_memory_worked_example(optimizer_state_memory: StudentFunction) -> None:
    """a linear layer has 6 weights and 2 biases, each with two moments of 4 bytes"""
    from torch import nn

    ask = "How many numbers are there to remember two values of?"
    optimizer_state_memory(nn.Linear(3, 2)).returns(64, ask=ask)


def test_optimizer_state_memory_dtype(optimizer_state_memory: StudentFunction) -> None:
    """moments of two bytes take half"""
    from torch import nn

    ask = "In which dtype are the moments here?"
    optimizer_state_memory(nn.Linear(3, 2), "bfloat16").returns(32, ask=ask)


def test_optimizer_state_memory_layers(optimizer_state_memory: StudentFunction) -> None:
    """two layers need what each of them needs"""
    from torch import nn

    model = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 1, bias=False))
    optimizer_state_memory(model).returns(80, ask="Do parameters inside inner modules count?")


def test_optimizer_state_memory_frozen(optimizer_state_memory: StudentFunction) -> None:
    """a frozen bias is never updated"""
    from torch import nn

    model = nn.Linear(3, 2)
    model.bias.requires_grad_(False)
    ask = "What would Adam remember about a parameter that never moves?"
    optimizer_state_memory(model).returns(48, ask=ask)
