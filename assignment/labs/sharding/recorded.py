"""What the ranks measured on another machine, for one where processes cannot be started."""

from typing import Any

ON = "Linux, CPython 3.11, torch 2.13.0, gloo"
FSDP = "40,864, 40,864 and 39,104"
WHOLE = 483_328
GROUPS: dict[int, dict[str, Any]] = {
    2: {
        "zero": [{"weights": WHOLE, "gradients": WHOLE, "state": 483_328}] * 2,
        "fsdp": [{"weights": 241_664, "gradients": 241_664, "state": 483_328, "elements": 60_416}] * 2,
        "coordinates": [[[0, 0, 0], [0, 0, 0]], [[1, 0, 0], [0, 0, 1]]],
        "differences": {"zero": 6.5e-07, "fsdp": 6.5e-07},
    },
    3: {
        "zero": [{"weights": WHOLE, "gradients": WHOLE, "state": 322_224}] * 3,
        "fsdp": [
            *[{"weights": 163_456, "gradients": 163_456, "state": 326_912, "elements": 40_864}] * 2,
            {"weights": 156_416, "gradients": 156_416, "state": 312_832, "elements": 39_104},
        ],
        "coordinates": [[[0, 0, 0], [0, 0, 0]], [[0, 1, 0], [0, 0, 1]], [[0, 2, 0], [0, 0, 2]]],
        "differences": {"zero": 6.4e-07, "fsdp": 7.8e-07},
    },
    4: {
        "coordinates": [
            [[0, 0, 0], [0, 0, 0], [0, 0, 0]],
            [[0, 1, 0], [0, 0, 1], [0, 0, 1]],
            [[1, 0, 0], [1, 0, 0], [0, 1, 0]],
            [[1, 1, 0], [1, 0, 1], [0, 1, 1]],
        ],
    },
}
