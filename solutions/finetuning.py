"""Part 2 - SFT data in the ChatML format.

A pretrained model continues text; supervised fine-tuning (SFT) teaches it to answer. The loss stays
the same, but the data changes: conversations in a fixed format, and labels that train only the
assistant's words. In this file you write that format, its mask, the labels, the batch and the loss.

A conversation is a list of messages ``{"role": "system" | "user" | "assistant", "content": str}``, in
any order of roles. Rules for all functions: ids, labels and masks in tensors are int64;
`ignore_index` defaults to -100; no function changes its arguments.
"""

import torch
from jaxtyping import Float, Int
from provided.tokenizer import ByteTokenizer
from torch import Tensor
from torch.nn import functional as F

Message = dict[str, str]
ROLES = ("system", "user", "assistant")


# BEGIN SOLUTION NO PROMPT
def _check_messages(messages: list[Message]) -> None:
    """Refuse what no conversation looks like."""
    if not messages:
        raise ValueError("messages is empty: a conversation has at least one message")
    for message in messages:
        if message["role"] not in ROLES:
            raise ValueError(f"role must be one of {ROLES}, not {message['role']!r}")


# END SOLUTION


def render_chat(messages: list[Message], add_generation_prompt: bool = False) -> str:
    r"""Return a conversation as ChatML text.

    Each message becomes ``<|im_start|>{role}\n{content}<|im_end|>\n``, with its content unchanged, even
    if it looks like a template or like markup. With
    `add_generation_prompt`, the text ends with ``<|im_start|>assistant\n``, and the model continues
    from there.

    Raises:
        ValueError: `messages` is empty, or a role is not one of `ROLES`.

    Source: OpenAI, "ChatML"; Hugging Face Transformers, "Chat templates".

    >>> render_chat([{"role": "user", "content": "Hi!"}])
    '<|im_start|>user\nHi!<|im_end|>\n'
    >>> render_chat([{"role": "user", "content": "Hi!"}], add_generation_prompt=True)
    '<|im_start|>user\nHi!<|im_end|>\n<|im_start|>assistant\n'
    """
    # BEGIN SOLUTION
    _check_messages(messages)
    turns = [f"<|im_start|>{message['role']}\n{message['content']}<|im_end|>\n" for message in messages]
    return "".join(turns) + ("<|im_start|>assistant\n" if add_generation_prompt else "")
    # END SOLUTION


def encode_chat(messages: list[Message], tokenizer: ByteTokenizer) -> tuple[list[int], list[bool]]:
    r"""Return the ids of `render_chat(messages)`, and a mask of the ids that the model is trained on.

    Every marker that belongs to the format is one special id (`tokenizer.im_start_id`,
    `tokenizer.im_end_id`); all content is ordinary bytes, exactly those of its UTF-8 form. Text in a
    message never becomes a special token, not even a literal ``<|im_end|>``.

    Args:
        messages: the conversation.
        tokenizer: a `ByteTokenizer`; its `encode` never returns a special id.

    Returns:
        `(token_ids, loss_mask)`, two lists of the same length. The mask is True on the content of
        every assistant message and on the ``<|im_end|>`` that closes it. It is False elsewhere: on
        headers, on other roles, and on the newline after ``<|im_end|>``.

    Raises:
        ValueError: for the same messages as `render_chat`.

    Source: Ouyang et al. 2022 (InstructGPT), section 3; Hugging Face TRL, `assistant_only_loss`. TRL's
    mask is wider: its ChatML templates also train the newline after ``<|im_end|>``, and that for Qwen3
    trains the header too.

    >>> ids, mask = encode_chat([{"role": "assistant", "content": "ok"}], ByteTokenizer())
    >>> [token_id for token_id, trained in zip(ids, mask) if trained]  # "o", "k", <|im_end|>
    [111, 107, 257]
    >>> ids[0], ids[-1], mask[0], mask[-1]  # <|im_start|>, "\n"
    (256, 10, False, False)
    """
    # BEGIN SOLUTION
    _check_messages(messages)
    token_ids: list[int] = []
    loss_mask: list[bool] = []

    def write(ids: list[int], *, trained: bool) -> None:
        token_ids.extend(ids)
        loss_mask.extend([trained] * len(ids))

    # Piece by piece, never by encoding the rendered text: only here is it known which "<|im_end|>" is
    # the format's own and which one a user typed.
    for message in messages:
        trained = message["role"] == "assistant"
        write([tokenizer.im_start_id, *tokenizer.encode(message["role"] + "\n")], trained=False)
        write(tokenizer.encode(message["content"]), trained=trained)
        # Trained on as well: a model that never learns to end its turn does not stop.
        write([tokenizer.im_end_id], trained=trained)
        write(tokenizer.encode("\n"), trained=False)
    return token_ids, loss_mask
    # END SOLUTION


def build_labels(token_ids: list[int], loss_mask: list[bool], ignore_index: int = -100) -> list[int]:
    """Return a label per token: the token itself if its mask is True, else `ignore_index`.

    Labels are aligned with `token_ids`, not shifted: the loss shifts them.

    Raises:
        ValueError: `token_ids` and `loss_mask` differ in length.

    Source: Hugging Face Transformers, `labels` of causal language models.

    >>> build_labels([7, 8, 9], [False, True, True])
    [-100, 8, 9]
    """
    # BEGIN SOLUTION
    if len(token_ids) != len(loss_mask):
        raise ValueError(f"{len(token_ids)} token_ids but a loss_mask of {len(loss_mask)}")
    return [token if trained else ignore_index for token, trained in zip(token_ids, loss_mask, strict=True)]
    # END SOLUTION


def collate(
    examples: list[dict[str, list[int]]],
    pad_id: int,
    max_length: int | None = None,
    ignore_index: int = -100,
) -> dict[str, Int[Tensor, "batch longest"]]:
    """Return examples of different lengths as one batch, padded on the right.

    First, every example is cut to its first `max_length` ids (None: it is not cut). Then all are padded
    to the length of the longest remaining one. The cut changes nothing else. Padding is decided by the
    length, never by the value: a real token that equals `pad_id` keeps its label and its attention.

    Args:
        examples: dicts with `input_ids` and `labels`, two non-empty lists of the same length; other
            keys are ignored.
        pad_id: the padding of `input_ids`.
        max_length: the maximum number of tokens to keep of an example.
        ignore_index: the padding of `labels`.

    Returns:
        `input_ids`, `labels` and `attention_mask` (1 on real tokens, 0 on padding), all int64 of
        shape (batch, longest).

    Raises:
        ValueError: `examples` is empty, or `max_length` is below 1.

    Source: Hugging Face Transformers, `DataCollatorForSeq2Seq`.

    >>> long, short = {"input_ids": [1, 2], "labels": [-100, 2]}, {"input_ids": [3], "labels": [3]}
    >>> batch = collate([long, short], pad_id=0)
    >>> batch["input_ids"].tolist(), batch["labels"].tolist(), batch["attention_mask"].tolist()
    ([[1, 2], [3, 0]], [[-100, 2], [3, -100]], [[1, 1], [1, 0]])
    """
    # BEGIN SOLUTION
    if not examples:
        raise ValueError("examples is empty: a batch has at least one example")
    if max_length is not None and max_length < 1:
        raise ValueError(f"max_length must be at least 1, not {max_length}")
    kept = [len(example["input_ids"][:max_length]) for example in examples]
    longest = max(kept)

    def padded(rows: list[list[int]], fill: int) -> Int[Tensor, "batch longest"]:
        cut = [row[:n] + [fill] * (longest - n) for row, n in zip(rows, kept, strict=True)]
        return torch.tensor(cut, dtype=torch.int64)

    return {
        "input_ids": padded([example["input_ids"] for example in examples], pad_id),
        "labels": padded([example["labels"] for example in examples], ignore_index),
        "attention_mask": padded([[1] * n for n in kept], 0),
    }
    # END SOLUTION


def sft_loss(
    logits: Float[Tensor, "batch seq vocab"],
    labels: Int[Tensor, "batch seq"],
    ignore_index: int = -100,
) -> Float[Tensor, ""]:
    """Return the next-token loss on labels that are aligned with the inputs, shifted exactly once.

    `logits[:, t]` scores `labels[:, t + 1]`. The mean, in nats, is over all labels that count: those
    after the first position that differ from `ignore_index`.

    Args:
        logits: finite scores of shape (batch, seq, vocab), in float16, bfloat16, float32 or float64.
        labels: int64 of shape (batch, seq), as returned by `build_labels` and `collate`.
        ignore_index: the label that does not count.

    Returns:
        A float32 scalar with gradients to `logits`, computed in float32 or higher precision. If no
        label counts: 0, still attached to the graph, with zero gradients.

    Source: Hugging Face Transformers, `ForCausalLMLoss`.

    Only the last label counts, and two tokens are equally likely: ln 2.

    >>> sft_loss(torch.zeros(1, 3, 2), torch.tensor([[-100, -100, 1]]))
    tensor(0.6931)
    """
    # BEGIN SOLUTION
    scores = logits[:, :-1].to(torch.promote_types(logits.dtype, torch.float32))
    targets = labels[:, 1:]
    n_counted = (targets != ignore_index).sum()
    total = F.cross_entropy(scores.transpose(1, 2), targets, ignore_index=ignore_index, reduction="sum")
    # A batch can be all prompt once it is cut to a length: 0 then, not 0 / 0.
    return (total / n_counted.clamp(min=1)).float()
    # END SOLUTION
