"""Bytes are divided by 1024 three times and called GB."""

SEEN_IN = (
    "alvarobartt/hf-mem#33",
    "meta-pytorch/torchtune#1348",
    "pytorch/torchtitan#94",
    "nomic-ai/gpt4all#1685",
)


def gigabytes(n_bytes):
    return n_bytes / 1024**3
