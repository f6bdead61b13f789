"""The reference's windows against those of Hugging Face's `tokenizers` and of two evaluation programs."""

import pytest
from reference import load_reference
from tokenizers import Tokenizer, models, pre_tokenizers

context = load_reference("context")

N_TOKENS = 14


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    words = Tokenizer(models.WordLevel({str(number): number for number in range(N_TOKENS)}, unk_token="0"))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return words


# 4.2 sliding_windows


@pytest.mark.parametrize("window", range(1, 8))
def test_windows_are_those_of_a_tokenizer_that_truncates_with_a_stride(
    tokenizer: Tokenizer, window: int
) -> None:
    for overlap in range(window):
        tokenizer.enable_truncation(window, stride=overlap)
        for n_tokens in range(1, N_TOKENS):  # of no tokens, the library makes an empty window
            encoding = tokenizer.encode(" ".join(map(str, range(n_tokens))))
            expected = [encoding.ids, *(each.ids for each in encoding.overflowing)]
            assert context.sliding_windows(list(range(n_tokens)), window, overlap) == expected


# 4.3 evaluation_windows


def rolling_windows(n_tokens: int, max_seq_len: int, context_len: int) -> list[tuple[int, int, int]]:
    """Return `(begin, end, n_scored)` of lm-eval's rolling windows, with the prefix token as token 0.

    Restated from `get_rolling_token_windows` in `lm_eval/utils.py` of EleutherAI/lm-evaluation-harness.
    There a model reads `max_seq_len` tokens and the last target is not among them, so a window spans one
    token more. The last window is moved back until it is full.
    """
    n_targets = n_tokens - 1
    if n_targets < 1:
        return []
    predicted = min(max_seq_len, n_targets)
    windows = [(0, predicted + 1, predicted)]
    while predicted < n_targets:
        n_scored = min(n_targets - predicted, max_seq_len - context_len + 1)
        predicted += n_scored
        windows.append((predicted - max_seq_len, predicted + 1, n_scored))
    return windows


@pytest.mark.parametrize("max_seq_len", range(1, 7))
def test_evaluation_windows_score_what_lm_eval_scores(max_seq_len: int) -> None:
    for context_len in range(1, max_seq_len + 1):
        for n_tokens in range(30):
            expected = rolling_windows(n_tokens, max_seq_len, context_len)
            stride = max_seq_len - context_len + 1
            windows = context.evaluation_windows(n_tokens, max_seq_len + 1, stride)
            assert [window[1:] for window in windows] == [window[1:] for window in expected]
            # Only the last one begins elsewhere: ours at a multiple of the stride, lm-eval's further left.
            assert windows[:-1] == expected[:-1]
            assert all(ours[0] >= theirs[0] for ours, theirs in zip(windows, expected, strict=True))


def perplexity_page(n_tokens: int, max_length: int, stride: int) -> list[tuple[int, int, int, int]]:
    """Return begin, end, `trg_len` and the labels that count, of Hugging Face's page on perplexity.

    Restated from `docs/source/en/perplexity.md` of huggingface/transformers: labels before the last `trg_len`
    are ignored, and the loss drops the first label of a window because it shifts.
    """
    windows = []
    previous_end = 0
    for begin in range(0, n_tokens, stride):
        end = min(begin + max_length, n_tokens)
        trg_len = end - previous_end
        ignored = [True] * (end - begin - trg_len) + [False] * trg_len
        windows.append((begin, end, trg_len, ignored[1:].count(False)))
        previous_end = end
        if end == n_tokens:
            break
    return windows


@pytest.mark.parametrize(("window", "stride"), [(6, 3), (6, 1), (6, 5), (2, 1), (9, 4)])
def test_evaluation_windows_are_those_of_the_perplexity_page(window: int, stride: int) -> None:
    for n_tokens in range(2, 40):
        page = perplexity_page(n_tokens, window, stride)
        windows = context.evaluation_windows(n_tokens, window, stride)
        assert windows == [(begin, end, counted) for begin, end, _, counted in page]
        # As the handout warns: the page's weight, trg_len - 1, is what counts in the first window only.
        assert [trg_len - 1 == counted for _, _, trg_len, counted in page] == [True] + [False] * (
            len(page) - 1
        )
