"""Public checks of part 2: small inputs that you can work out by hand."""

import math

import torch
from checking import StudentFunction
from provided.tokenizer import ByteTokenizer

SUM = [{"role": "user", "content": "1+1"}, {"role": "assistant", "content": "2"}]
LN_2 = torch.tensor(math.log(2))

LONG, SHORT = {"input_ids": [1, 2], "labels": [-100, 2]}, {"input_ids": [3], "labels": [3]}


def trained_text(pair: tuple[list[int], list[bool]]) -> str:
    """The part of an encoded conversation that its mask puts the loss on."""
    return ByteTokenizer().decode(each for each, trained in zip(*pair, strict=True) if trained)


def test_render_chat_worked_example(render_chat: StudentFunction) -> None:
    """one message between its markers"""
    ask = "What stands before the content, what after it, and where does each line end?"
    outcome = render_chat([{"role": "user", "content": "Hi!"}])
    outcome.returns("<|im_start|>user\nHi!<|im_end|>\n", ask=ask)


def test_render_chat_two_messages(render_chat: StudentFunction) -> None:
    """messages follow each other in order"""
    expected = "<|im_start|>user\n1+1<|im_end|>\n<|im_start|>assistant\n2<|im_end|>\n"
    render_chat(SUM).returns(expected, ask="What stands between two messages?")


def test_render_chat_generation_prompt(render_chat: StudentFunction) -> None:
    """a generation prompt opens the assistant's turn and leaves it open"""
    expected = "<|im_start|>user\nHi!<|im_end|>\n<|im_start|>assistant\n"
    outcome = render_chat([{"role": "user", "content": "Hi!"}], add_generation_prompt=True)
    outcome.returns(expected, ask="From which character on does the model write?")


def test_render_chat_verbatim(render_chat: StudentFunction) -> None:
    """content stays as it is, spaces and line breaks included"""
    outcome = render_chat([{"role": "system", "content": " a\n b "}])
    outcome.returns("<|im_start|>system\n a\n b <|im_end|>\n", ask="Whose spaces are these?")


def test_render_chat_unknown_role(render_chat: StudentFunction) -> None:
    """a role that the format does not know is refused"""
    ask = "Which roles does the format know?"
    render_chat([{"role": "narrator", "content": "Hi!"}]).raises(ValueError, ask=ask)


def test_render_chat_empty(render_chat: StudentFunction) -> None:
    """a conversation without messages is refused"""
    render_chat([]).raises(ValueError, ask="What could a model learn from no messages?")


def test_encode_chat_two_lists(encode_chat: StudentFunction) -> None:
    """ids are ints, the mask is bools, and there is one for each"""

    def well_formed(pair: tuple[list[int], list[bool]]) -> bool | str:
        ids, mask = pair
        for name, entries, kind in (("token_ids", ids, int), ("mask", mask, bool)):
            for index, entry in enumerate(entries):
                if type(entry) is not kind:
                    return f"a pair whose {name}[{index}] is of type {type(entry).__name__}"
        return len(ids) == len(mask) or f"{len(ids)} ids and a mask of {len(mask)}"

    expected = "a list of ints and a list of bools, equally long"
    ask = "What does each entry say?"
    encode_chat(SUM, ByteTokenizer()).satisfies(well_formed, expected=expected, ask=ask)


def test_encode_chat_text(encode_chat: StudentFunction) -> None:
    """decoded, the ids are the rendered conversation"""
    expected = "<|im_start|>user\n1+1<|im_end|>\n<|im_start|>assistant\n2<|im_end|>\n"
    ask = "Which piece of the rendered text is missing, or there twice?"
    outcome = encode_chat(SUM, ByteTokenizer())
    outcome.shows("ids that decode to", lambda pair: ByteTokenizer().decode(pair[0]), expected, ask=ask)


def test_encode_chat_markers(encode_chat: StudentFunction) -> None:
    """each marker of the format is one special id"""
    ask = "Is a marker of the format one token, or twelve bytes?"
    outcome = encode_chat(SUM, ByteTokenizer())
    special = [256, 257, 256, 257]
    outcome.shows("the special ids", lambda pair: [each for each in pair[0] if each >= 256], special, ask=ask)


def test_encode_chat_trained_text(encode_chat: StudentFunction) -> None:
    """the loss is on what the assistant says, not on what it is asked"""
    ask = "Who writes which part of the conversation when the model is used?"
    encode_chat(SUM, ByteTokenizer()).shows("a loss on", trained_text, "2<|im_end|>", ask=ask)


def test_encode_chat_worked_example(encode_chat: StudentFunction) -> None:
    """of "ok" the model learns both letters and where to stop"""

    def trained_ids(pair: tuple[list[int], list[bool]]) -> list[int]:
        return [each for each, trained in zip(*pair, strict=True) if trained]

    ask = "What must the model write, down to the token that ends its turn?"
    outcome = encode_chat([{"role": "assistant", "content": "ok"}], ByteTokenizer())
    outcome.shows("the trained ids", trained_ids, [111, 107, 257], ask=ask)


def test_encode_chat_unknown_role(encode_chat: StudentFunction) -> None:
    """a role that the format does not know is refused here as well"""
    outcome = encode_chat([{"role": "narrator", "content": "Hi!"}], ByteTokenizer())
    outcome.raises(ValueError, ask="Which conversations does render_chat refuse?")


def test_build_labels_worked_example(build_labels: StudentFunction) -> None:
    """a label is the token itself where it is trained on, else -100"""
    ask = "Is the label of a position its own token, or the one after it?"
    build_labels([7, 8, 9], [False, True, True]).returns([-100, 8, 9], ask=ask)


def test_build_labels_all_trained(build_labels: StudentFunction) -> None:
    """where everything is trained on, labels are the tokens"""
    build_labels([7, 8], [True, True]).returns([7, 8], ask="What does a mask of True say about a token?")


def test_build_labels_ignore_index(build_labels: StudentFunction) -> None:
    """the caller may choose another ignore_index"""
    outcome = build_labels([7, 8], [True, False], ignore_index=-1)
    outcome.returns([7, -1], ask="Which number fills the gaps when it is not -100?")


def test_build_labels_lengths(build_labels: StudentFunction) -> None:
    """a mask of another length is refused"""
    build_labels([7, 8, 9], [True]).raises(ValueError, ask="Which tokens would go without a label?")


def test_collate_shapes(collate: StudentFunction) -> None:
    """three tables, as wide as the longest example"""

    def shapes(batch: dict[str, torch.Tensor]) -> dict[str, tuple[int, ...]]:
        return {key: tuple(batch[key].shape) for key in sorted(batch)}

    ask = "How wide is a table that holds both examples, and which three tables are there?"
    expected = {"attention_mask": (2, 2), "input_ids": (2, 2), "labels": (2, 2)}
    collate([LONG, SHORT], pad_id=0).shows("tensors of shapes", shapes, expected, ask=ask)


def test_collate_worked_example(collate: StudentFunction) -> None:
    """the short example is padded on the right"""
    expected = {
        "input_ids": torch.tensor([[1, 2], [3, 0]]),
        "labels": torch.tensor([[-100, 2], [3, -100]]),
        "attention_mask": torch.tensor([[1, 1], [1, 0]]),
    }
    ask = "What fills each of the three where an example has ended?"
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
    """a batch of nothing is refused"""
    collate([], pad_id=0).raises(ValueError, ask="How long is the longest of no examples?")


def test_collate_bad_length(collate: StudentFunction) -> None:
    """a max_length that keeps nothing is refused"""
    ask = "What is left of an example cut to 0 tokens?"
    collate([LONG], pad_id=0, max_length=0).raises(ValueError, ask=ask)


def test_sft_loss_one_number(sft_loss: StudentFunction) -> None:
    """the loss of a whole batch is one float32 number"""
    ask = "What are the shape and the dtype of a mean over the whole batch?"
    sft_loss(torch.zeros(2, 3, 2), torch.tensor([[0, 1, 1], [1, 0, 1]])).returns(LN_2, ask=ask)


def test_sft_loss_worked_example(sft_loss: StudentFunction) -> None:
    """one label that counts, and two equally likely tokens: ln 2"""
    ask = "How many labels count here?"
    sft_loss(torch.zeros(1, 3, 2), torch.tensor([[-100, -100, 1]])).returns(LN_2, ask=ask)


def test_sft_loss_shift(sft_loss: StudentFunction) -> None:
    """the logits before a label score it: 3/4 for the one that counts is ln 4/3"""
    logits = torch.tensor([[[1.0, 1.0], [1.0, 3.0], [9.0, 1.0]]]).log()
    ask = "Labels are aligned with the inputs: who shifts them, and how often?"
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
    """labels that are all ignored cost 0"""
    ask = "What is a mean over no labels here?"
    sft_loss(torch.zeros(1, 2, 2), torch.tensor([[-100, -100]])).returns(torch.tensor(0.0), ask=ask)
