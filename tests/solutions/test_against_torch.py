"""The reference against PyTorch's own sharding, device meshes and Adam; nothing expected comes from us."""

import itertools
from collections.abc import Iterator

import pytest
import torch
from reference import load_reference
from torch import distributed, nn
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp._flat_param import FlatParamHandle
from torch.testing._internal.distributed.fake_pg import FakeStore

memory = load_reference("memory")
sharding = load_reference("sharding")


# 3b.2 shard_numel


@pytest.mark.parametrize("world_size", [1, 2, 3, 4, 7, 8])
def test_shards_are_those_of_fsdps_flat_parameter(world_size: int) -> None:
    for numel in range(40):
        flat = torch.ones(numel)
        shards = [FlatParamHandle._get_shard(flat, rank, world_size)[0] for rank in range(world_size)]
        per_rank, padding = sharding.shard_numel(numel, world_size)
        assert [len(shard) for shard in shards] == [per_rank] * world_size
        assert sum(int((shard == 0).sum()) for shard in shards) == padding


def padded_by_deepspeed(numel: int, alignment: int) -> int:
    """Return the size that DeepSpeed pads `numel` elements to.

    Restated from `partition_parameters.py` (ZeRO-3, one parameter, `alignment` is the world size) and
    `stage_1_and_2.py` (a flat buffer, twice the world size) in `deepspeed/runtime/zero`.
    """
    remainder = numel % alignment
    return numel + (alignment - remainder if remainder else 0)


@pytest.mark.parametrize("world_size", [2, 3, 8])
def test_shards_are_those_of_zero_3_but_not_of_zero_1_and_2(world_size: int) -> None:
    ours = [numel + sharding.shard_numel(numel, world_size)[1] for numel in range(1, 100)]
    assert ours == [padded_by_deepspeed(numel, world_size) for numel in range(1, 100)]
    # The docstring says so, because a student may compare with what DeepSpeed allocates.
    assert ours != [padded_by_deepspeed(numel, 2 * world_size) for numel in range(1, 100)]


# 3b.4 rank_coordinates


@pytest.fixture
def no_process_group() -> Iterator[None]:
    yield
    if distributed.is_initialized():
        distributed.destroy_process_group()


@pytest.mark.usefixtures("no_process_group")
@pytest.mark.parametrize("sizes", [(2, 2, 2), (1, 3, 2), (2, 3, 4), (4, 1, 3)])
def test_coordinates_are_those_of_a_device_mesh(sizes: tuple[int, int, int]) -> None:
    pipeline, data, tensor = sizes
    world_size = pipeline * data * tensor
    distributed.init_process_group("fake", rank=0, world_size=world_size, store=FakeStore())
    mesh = init_device_mesh("cpu", sizes, mesh_dim_names=("pp", "dp", "tp")).mesh
    for place in itertools.product(*map(range, sizes)):
        assert sharding.rank_coordinates(int(mesh[place]), pipeline, data, tensor) == place


@pytest.mark.usefixtures("no_process_group")
@pytest.mark.parametrize("rank", [0, 5, 17, 23])
def test_a_rank_finds_itself_in_the_mesh_where_we_say(rank: int) -> None:
    distributed.init_process_group("fake", rank=rank, world_size=24, store=FakeStore())
    mesh = init_device_mesh("cpu", (2, 3, 4), mesh_dim_names=("pp", "dp", "tp"))
    coordinates = sharding.rank_coordinates(rank, pipeline=2, data=3, tensor=4)
    assert list(coordinates) == list(mesh.get_coordinate() or [])


# 3a.5 optimizer_state_memory: what its docstring says of PyTorch


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float64])
def test_adam_allocates_at_the_first_gradient_in_the_parameters_own_dtype(dtype: torch.dtype) -> None:
    model = nn.ModuleList([nn.Linear(3, 2), nn.Linear(5, 4)]).to(dtype)
    optimizer = torch.optim.Adam(model.parameters())
    assert len(optimizer.state) == 0
    model[0](torch.ones(1, 3, dtype=dtype)).sum().backward()
    optimizer.step()
    assert set(optimizer.state) == set(model[0].parameters())  # nothing yet for the layer without a gradient
    for parameter, state in optimizer.state.items():
        assert {name: value.dtype for name, value in state.items() if name != "step"} == {
            "exp_avg": parameter.dtype,
            "exp_avg_sq": parameter.dtype,
        }
        assert state["step"].nbytes == 4
    # Ours counts both layers, (6 + 2 + 20 + 4) parameters, whatever has had a gradient.
    assert memory.optimizer_state_memory(model, "float32") == 2 * 4 * 32


def test_a_second_moment_in_float16_underflows() -> None:
    gradients = torch.tensor([1.6e-4, 1.7e-4, 1.8e-4], dtype=torch.float16)
    assert (gradients**2 > 0).tolist() == [False, False, True]
