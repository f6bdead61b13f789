"""Public checks of part 2: small inputs that you can work out by hand."""

import math

import torch
from checking import StudentFunction
from provided.tokenizer import ByteTokenizer

SUM = [{"role": "user", "content": "1+1"}, {"role": "assistant", "content": "2"}]
LN_2 = torch.tensor(math.log(2))

LONG, SHORT = {"input_ids": [1, 2], "labels": [-100, 2]}, {"input_ids": [3], "labels": [3]}


def trained_text(pair: tuple[list[int], list[bool]]) -> str:
    """Return the text of the ids whose mask is True."""
    return ByteTokenizer().decode(each for each, trained in zip(*pair, strict=True) if trained)


def test_render_chat_worked_example(render_chat: StudentFunction) -> None:
    """one message stands between its markers"""
    ask = "What comes before the content, what comes after it, and where does each line end?"
    outcome = render_chat([{"role": "user", "content": "Hi!"}])
    outcome.returns("<|im_start|>user\nHi!<|im_end|>\n", ask=ask)


def test_render_chat_two_messages(render_chat: StudentFunction) -> None:
    """messages are in order"""
    expected = "<|im_start|>user\n1+1<|im_end|>\n<|im_start|>assistant\n2<|im_end|>\n"
    render_chat(SUM).returns(expected, ask="What comes between two messages?")


def test_render_chat_generation_prompt(render_chat: StudentFunction) -> None:
    """a generation prompt opens the assistant's turn and leaves it open"""
    expected = "<|im_start|>user\nHi!<|im_end|>\n<|im_start|>assistant\n"
    outcome = render_chat([{"role": "user", "content": "Hi!"}], add_generation_prompt=True)
    outcome.returns(expected, ask="After which character does the model continue?")


def test_render_chat_verbatim(render_chat: StudentFunction) -> None:
    """content stays unchanged, including spaces and line breaks"""
    outcome = render_chat([{"role": "system", "content": " a\n b "}])
    outcome.returns(
        "<|im_start|>system\n a\n b <|im_end|>\n",
        ask="Do these spaces belong to the content or to the format?",
    )


def test_render_chat_unknown_role(render_chat: StudentFunction) -> None:
    """an unknown role raises ValueError"""
    ask = "Which roles does the docstring allow?"
    render_chat([{"role": "narrator", "content": "Hi!"}]).raises(ValueError, ask=ask)


def test_render_chat_empty(render_chat: StudentFunction) -> None:
    """a conversation without messages raises ValueError"""
    render_chat([]).raises(ValueError, ask="What does the docstring say about an empty list?")


def test_encode_chat_two_lists(encode_chat: StudentFunction) -> None:
    """ids are ints, the mask is bools, and both have the same length"""

    def well_formed(pair: tuple[list[int], list[bool]]) -> bool | str:
        ids, mask = pair
        for name, entries, kind in (("token_ids", ids, int), ("mask", mask, bool)):
            for index, entry in enumerate(entries):
                if type(entry) is not kind:
                    return f"a pair whose {name}[{index}] is of type {type(entry).__name__}"
        return len(ids) == len(mask) or f"{len(ids)} ids and a mask of {len(mask)}"

    expected = "a list of ints and a list of bools of the same length"
    ask = "Which type does each entry have, and is there one mask entry per id?"
    encode_chat(SUM, ByteTokenizer()).satisfies(well_formed, expected=expected, ask=ask)


def test_encode_chat_text(encode_chat: StudentFunction) -> None:
    """decoded, the ids are the rendered conversation"""
    expected = "<|im_start|>user\n1+1<|im_end|>\n<|im_start|>assistant\n2<|im_end|>\n"
    ask = "Which part of the rendered text is missing or repeated?"
    outcome = encode_chat(SUM, ByteTokenizer())
    outcome.shows("ids that decode to", lambda pair: ByteTokenizer().decode(pair[0]), expected, ask=ask)


def test_encode_chat_markers(encode_chat: StudentFunction) -> None:
    """each marker of the format is one special id"""
    ask = "Is a marker of the format one token, or a text of many bytes?"
    outcome = encode_chat(SUM, ByteTokenizer())
    special = [256, 257, 256, 257]
    outcome.shows("the special ids", lambda pair: [each for each in pair[0] if each >= 256], special, ask=ask)


def test_encode_chat_trained_text(encode_chat: StudentFunction) -> None:
    """the loss is on the assistant's words, not on the user's"""
    ask = "Which part of the conversation does the model write when it is used?"
    encode_chat(SUM, ByteTokenizer()).shows("a loss on", trained_text, "2<|im_end|>", ask=ask)


def test_encode_chat_worked_example(encode_chat: StudentFunction) -> None:
    """for "ok", the model learns both letters and the end of the turn"""

    def trained_ids(pair: tuple[list[int], list[bool]]) -> list[int]:
        return [each for each, trained in zip(*pair, strict=True) if trained]

    ask = "Which tokens must the model write, including the one that ends its turn?"
    outcome = encode_chat([{"role": "assistant", "content": "ok"}], ByteTokenizer())
    outcome.shows("the trained ids", trained_ids, [111, 107, 257], ask=ask)


def test_encode_chat_unknown_role(encode_chat: StudentFunction) -> None:
    """an unknown role raises ValueError here, too"""
    outcome = encode_chat([{"role": "narrator", "content": "Hi!"}], ByteTokenizer())
    outcome.raises(ValueError, ask="For which conversations does render_chat raise ValueError?")


def test_build_labels_worked_example(build_labels: StudentFunction) -> None:
    """a label is the token itself if the mask is True, else -100"""
    ask = "Is the label of a position its own token, or the next one?"
    build_labels([7, 8, 9], [False, True, True]).returns([-100, 8, 9], ask=ask)


def test_build_labels_all_trained(build_labels: StudentFunction) -> None:
    """if the whole mask is True, the labels are the tokens"""
    build_labels([7, 8], [True, True]).returns([7, 8], ask="What does True in the mask mean for a token?")


def test_build_labels_ignore_index(build_labels: StudentFunction) -> None:
    """the caller may pass another ignore_index"""
    outcome = build_labels([7, 8], [True, False], ignore_index=-1)
    outcome.returns([7, -1], ask="Which number marks ignored positions if it is not -100?")


def test_build_labels_lengths(build_labels: StudentFunction) -> None:
    """a mask of another length raises ValueError"""
    build_labels([7, 8, 9], [True]).raises(ValueError, ask="Which tokens would have no label?")


def test_collate_shapes(collate: StudentFunction) -> None:
    """the batch has three tensors, as wide as the longest example"""

    def shapes(batch: dict[str, torch.Tensor]) -> dict[str, tuple[int, ...]]:
        return {key: tuple(batch[key].shape) for key in sorted(batch)}

    ask = "How wide is a tensor that holds both examples, and which three tensors are there?"
    expected = {"attention_mask": (2, 2), "input_ids": (2, 2), "labels": (2, 2)}
    collate([LONG, SHORT], pad_id=0).shows("tensors of shapes", shapes, expected, ask=ask)


def test_collate_worked_example(collate: StudentFunction) -> None:
    """the short example is padded on the right"""
    expected = {
        "input_ids": torch.tensor([[1, 2], [3, 0]]),
        "labels": torch.tensor([[-100, 2], [3, -100]]),
        "attention_mask": torch.tensor([[1, 1], [1, 0]]),
    }
    ask = "Which value pads each of the three tensors after the end of an example?"
    collate([LONG, SHORT], pad_id=0).returns(expected, ask=ask)


def test_collate_one_example(collate: StudentFunction) -> None:
    """a single example needs no padding"""
    expected = {
        "input_ids": torch.tensor([[1, 2]]),
        "labels": torch.tensor([[-100, 2]]),
        "attention_mask": torch.tensor([[1, 1]]),
    }
    collate([LONG], pad_id=0).returns(expected, ask="How long is the longest example?")


def test_collate_cut(collate: StudentFunction) -> None:
    """no row is longer than max_length"""
    expected = {
        "input_ids": torch.tensor([[1, 2]]),
        "labels": torch.tensor([[1, 2]]),
        "attention_mask": torch.tensor([[1, 1]]),
    }
    outcome = collate([{"input_ids": [1, 2, 3], "labels": [1, 2, 3]}], pad_id=0, max_length=2)
    outcome.returns(expected, ask="Which lists of an example are cut, and at which end?")


def test_collate_empty(collate: StudentFunction) -> None:
    """an empty batch raises ValueError"""
    collate([], pad_id=0).raises(ValueError, ask="How long is the longest example of an empty list?")


def test_collate_bad_length(collate: StudentFunction) -> None:
    """a max_length of 0 raises ValueError"""
    ask = "What remains of an example that is cut to 0 tokens?"
    collate([LONG], pad_id=0, max_length=0).raises(ValueError, ask=ask)


def test_sft_loss_one_number(sft_loss: StudentFunction) -> None:
    """the loss of a whole batch is one float32 number"""
    ask = "What are the shape and the dtype of a mean over the whole batch?"
    sft_loss(torch.zeros(2, 3, 2), torch.tensor([[0, 1, 1], [1, 0, 1]])).returns(LN_2, ask=ask)


def test_sft_loss_worked_example(sft_loss: StudentFunction) -> None:
    """one label counts, and two tokens are equally likely: ln 2"""
    ask = "How many labels count here?"
    sft_loss(torch.zeros(1, 3, 2), torch.tensor([[-100, -100, 1]])).returns(LN_2, ask=ask)


def test_sft_loss_shift(sft_loss: StudentFunction) -> None:
    """the logits one position before a label score it: probability 3/4 costs ln 4/3"""
    logits = torch.tensor([[[1.0, 1.0], [1.0, 3.0], [9.0, 1.0]]]).log()
    ask = "Labels are aligned with the inputs: where are they shifted, and how often?"
    sft_loss(logits, torch.tensor([[-100, -100, 1]])).returns(torch.tensor(0.2876821), ask=ask)


def test_sft_loss_gradient(sft_loss: StudentFunction) -> None:
    """only the logits before the label that counts get a gradient"""
    logits = torch.zeros(1, 3, 2, requires_grad=True)
    outcome = sft_loss(logits, torch.tensor([[-100, -100, 1]])).gradient(logits, "logits")
    expected = torch.tensor([[[0.0, 0.0], [0.5, -0.5], [0.0, 0.0]]])
    outcome.returns(expected, ask="Which position's logits score the last label?")


def test_sft_loss_float64(sft_loss: StudentFunction) -> None:
    """float64 logits give a float32 loss as well"""
    logits = torch.zeros(1, 2, 2, dtype=torch.float64)
    sft_loss(logits, torch.tensor([[0, 1]])).returns(LN_2, ask="Which dtype does the docstring promise?")


def test_sft_loss_nothing_counts(sft_loss: StudentFunction) -> None:
    """if all labels are ignored, the loss is 0"""
    ask = "What does the docstring say about a mean over no labels?"
    sft_loss(torch.zeros(1, 2, 2), torch.tensor([[-100, -100]])).returns(torch.tensor(0.0), ask=ask)
