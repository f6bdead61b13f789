"""The reference against Hugging Face Transformers: its loss, collator, assistant masks and `generate`.

These tests are slow because importing the library takes seconds. It is imported by name, so that the
type checker does not read all of it.
"""

import importlib
import random
from typing import Any

import pytest
import torch
from reference import load_provided, load_reference
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

pytestmark = pytest.mark.slow

context = load_reference("context")
finetuning = load_reference("finetuning")
pretraining = load_reference("pretraining")
byte_tokenizer = load_provided("tokenizer").ByteTokenizer()

VOCABULARY = 11
CHATML = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' }}"
    "{% if message['role'] == 'assistant' %}"
    "{% generation %}{{ message['content'] + '<|im_end|>' }}{% endgeneration %}"
    "{% else %}{{ message['content'] + '<|im_end|>' }}{% endif %}{{ '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


@pytest.fixture(scope="module")
def library() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_HUB_OFFLINE", "1")
        patch.setenv("TRANSFORMERS_VERBOSITY", "error")
        yield importlib.import_module("transformers")


@pytest.fixture(scope="module")
def library_loss(library: Any) -> Any:
    return importlib.import_module(f"{library.__name__}.loss.loss_utils").ForCausalLMLoss


@pytest.fixture(scope="module")
def tokenizer(library: Any) -> Any:
    """Return a byte tokenizer of the library, with the ids of ours: 0-255, and the special ones above."""
    # GPT-2's alphabet writes each byte as a printable character: itself, or one from U+0100 on.
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = [byte for byte in range(256) if byte not in printable]
    alphabet = {chr(byte): byte for byte in printable}
    alphabet |= {chr(0x100 + number): byte for number, byte in enumerate(hidden)}
    backend = Tokenizer(models.BPE(vocab=alphabet, merges=[]))
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    backend.decoder = decoders.ByteLevel()
    special = ["<|im_start|>", "<|im_end|>", "<|endoftext|>", "<|pad|>"]
    backend.add_special_tokens([AddedToken(text, special=True, normalized=False) for text in special])
    return library.PreTrainedTokenizerFast(
        tokenizer_object=backend, pad_token="<|pad|>", chat_template=CHATML, padding_side="right"
    )


def conversations() -> list[list[dict[str, str]]]:
    """Return conversations in which nobody types a marker: the library makes a special token of it."""
    source = random.Random(7)
    contents = ["", "Hi!", " two  spaces ", "a\nb\n", "é", "naïve 雪 🙂", "\n", "x" * 20]
    roles = ["system", "user", "assistant"]
    return [
        [
            {"role": source.choice(roles), "content": source.choice(contents)}
            for _ in range(source.randint(1, 5))
        ]
        for _ in range(200)
    ]


# 2.1 render_chat, 2.2 encode_chat


@pytest.mark.parametrize("prompt", [False, True])
def test_chats_are_rendered_as_by_a_chat_template(tokenizer: Any, prompt: bool) -> None:
    for messages in conversations():
        expected = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=prompt)
        assert finetuning.render_chat(messages, add_generation_prompt=prompt) == expected


def test_ids_and_masks_are_those_of_a_template_that_marks_the_generation(tokenizer: Any) -> None:
    for messages in conversations():
        expected = tokenizer.apply_chat_template(
            messages, return_dict=True, return_assistant_tokens_mask=True
        )
        token_ids, loss_mask = finetuning.encode_chat(messages, byte_tokenizer)
        assert token_ids == expected["input_ids"]
        assert loss_mask == [bool(each) for each in expected["assistant_masks"]]


# 2.4 collate


def test_batches_are_those_of_the_seq2seq_collator(library: Any, tokenizer: Any) -> None:
    source = random.Random(8)
    for ignore_index in (-100, -1):
        collator = library.DataCollatorForSeq2Seq(tokenizer, label_pad_token_id=ignore_index)
        for _ in range(100):
            examples = []
            for _ in range(source.randint(1, 5)):
                ids = [source.randrange(260) for _ in range(source.randint(1, 9))]
                examples.append(
                    {"input_ids": ids, "labels": [source.choice([each, ignore_index]) for each in ids]}
                )
            expected = collator([{name: list(values) for name, values in each.items()} for each in examples])
            batch = finetuning.collate(examples, pad_id=tokenizer.pad_token_id, ignore_index=ignore_index)
            assert set(batch) == set(expected)
            for name, tensor in batch.items():
                assert torch.equal(tensor, expected[name]), name


# 1.2 next_token_loss, 1.5 accumulated_loss, 2.5 sft_loss


def batch_of(generator: torch.Generator, dtype: torch.dtype, seq: int) -> tuple[torch.Tensor, torch.Tensor]:
    logits = torch.randn(3, seq, VOCABULARY, generator=generator).mul(5).to(dtype).requires_grad_()
    ids = torch.randint(VOCABULARY, (3, seq), generator=generator)
    ids[torch.rand(3, seq, generator=generator) < 0.3] = -100
    ids[0, 1] = 4  # a target that counts
    return logits, ids


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
@pytest.mark.parametrize("loss", [pretraining.next_token_loss, finetuning.sft_loss])
def test_losses_and_gradients_are_those_of_for_causal_lm_loss(
    library_loss: Any, loss: Any, dtype: torch.dtype
) -> None:
    generator = torch.Generator().manual_seed(9)
    for seq in range(2, 12):
        logits, ids = batch_of(generator, dtype, seq)
        expected = library_loss(logits, ids, VOCABULARY)
        (expected_gradient,) = torch.autograd.grad(expected, logits)
        result = loss(logits, ids)
        (gradient,) = torch.autograd.grad(result, logits)
        assert torch.allclose(result, expected, rtol=1e-6)
        assert torch.allclose(gradient, expected_gradient, rtol=1e-5, atol=1e-7)


def test_an_accumulated_loss_is_that_of_the_trainer_since_its_fix(library_loss: Any) -> None:
    """With `num_items_in_batch`, the library's loss of a micro-batch is its share of the big batch's."""
    generator = torch.Generator().manual_seed(10)
    batches = [batch_of(generator, torch.float32, seq) for seq in (2, 5, 9)]
    n_items = torch.stack([(ids[:, 1:] != -100).sum() for _, ids in batches]).sum()
    shares = [library_loss(*batch, VOCABULARY, num_items_in_batch=n_items) for batch in batches]
    assert torch.allclose(pretraining.accumulated_loss(batches), torch.stack(shares).sum(), rtol=1e-6)


# 4.1 fits_context: `generate` allows one token more, as the docstring says


def test_generate_never_feeds_the_last_token_back(library: Any) -> None:
    window, n_prompt = 8, 5
    config = library.GPT2Config(
        vocab_size=VOCABULARY,
        n_positions=window,
        n_embd=8,
        n_layer=1,
        n_head=2,
        bos_token_id=None,
        eos_token_id=None,
    )
    model = library.GPT2LMHeadModel(config).eval()
    read: list[int] = []
    model.transformer.wte.register_forward_pre_hook(lambda _module, args: read.append(args[0].shape[1]))
    prompt = torch.zeros(1, n_prompt, dtype=torch.int64)

    def generate(n_new: int) -> torch.Tensor:
        attention = torch.ones_like(prompt)
        written = model.generate(
            prompt, attention_mask=attention, max_new_tokens=n_new, do_sample=False, pad_token_id=0
        )
        assert isinstance(written, torch.Tensor)
        return written

    one_more = window - n_prompt + 1
    assert not context.fits_context(n_prompt, one_more, window)
    assert generate(one_more).shape[1] == window + 1
    assert sum(read) == window  # the keys and values that the cache holds
    with pytest.raises(IndexError):
        generate(one_more + 1)
