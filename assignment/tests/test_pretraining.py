"""Public checks of part 1: small inputs that you can work out by hand."""

import math

import torch
from checking import StudentFunction

LN_2, LN_4 = torch.tensor(math.log(2)), torch.tensor(math.log(4))


def test_next_token_pairs_shapes(next_token_pairs: StudentFunction) -> None:
    """one position is lost at the end of inputs, and one at the start of targets"""
    ask = "How many tokens of a row of four have a token after them?"
    one = torch.zeros(2, 3, dtype=torch.int64)
    next_token_pairs(torch.zeros(2, 4, dtype=torch.int64)).returns((one, one), ask=ask)


def test_next_token_pairs_worked_example(next_token_pairs: StudentFunction) -> None:
    """the target at a position is the token after it"""
    expected = (torch.tensor([[5, 6, 7]]), torch.tensor([[6, 7, 8]]))
    next_token_pairs(torch.tensor([[5, 6, 7, 8]])).returns(expected, ask="Which token comes after the 5?")


def test_next_token_pairs_two_rows(next_token_pairs: StudentFunction) -> None:
    """each row is a text of its own"""
    expected = (torch.tensor([[1, 2], [4, 5]]), torch.tensor([[2, 3], [5, 6]]))
    outcome = next_token_pairs(torch.tensor([[1, 2, 3], [4, 5, 6]]))
    outcome.returns(expected, ask="Which of the two dimensions runs along the text?")


def test_next_token_pairs_shortest(next_token_pairs: StudentFunction) -> None:
    """two tokens make one pair"""
    expected = (torch.tensor([[3]]), torch.tensor([[9]]))
    next_token_pairs(torch.tensor([[3, 9]])).returns(expected, ask="What is there to learn from two tokens?")


def test_next_token_pairs_too_short(next_token_pairs: StudentFunction) -> None:
    """a single token is refused"""
    next_token_pairs(torch.tensor([[3], [9]])).raises(ValueError, ask="What would a single token predict?")


def test_next_token_loss_one_number(next_token_loss: StudentFunction) -> None:
    """the loss of a whole batch is one float32 number"""
    ask = "What are the shape and the dtype of a mean over the whole batch?"
    next_token_loss(torch.zeros(2, 3, 2), torch.tensor([[0, 1, 1], [1, 0, 1]])).returns(LN_2, ask=ask)


def test_next_token_loss_uniform(next_token_loss: StudentFunction) -> None:
    """uniform logits over four tokens cost ln 4"""
    ask = "How likely is each of four tokens when all logits are equal, and what is that in nats?"
    next_token_loss(torch.zeros(1, 3, 4), torch.tensor([[0, 1, 2]])).returns(LN_4, ask=ask)


def test_next_token_loss_worked_example(next_token_loss: StudentFunction) -> None:
    """3/4 and 1/4 for the tokens that come cost (ln 4/3 + ln 4) / 2"""
    logits = torch.tensor([[[1.0, 3.0], [3.0, 1.0], [9.0, 9.0]]]).log()
    ask = "Which token does logits[:, t] score, and what do the last logits score?"
    next_token_loss(logits, torch.tensor([[0, 1, 1]])).returns(torch.tensor(0.8369882), ask=ask)


def test_next_token_loss_ignored_target(next_token_loss: StudentFunction) -> None:
    """a target of -100 does not count: ln 4/3 is the mean of one"""
    logits = torch.tensor([[[1.0, 3.0], [3.0, 1.0], [9.0, 9.0]]]).log()
    ask = "How many targets is the mean over?"
    next_token_loss(logits, torch.tensor([[0, 1, -100]])).returns(torch.tensor(0.2876821), ask=ask)


def test_next_token_loss_gradient(next_token_loss: StudentFunction) -> None:
    """the gradient is softmax minus one-hot, and nothing at the last position"""
    logits = torch.zeros(1, 2, 2, requires_grad=True)
    outcome = next_token_loss(logits, torch.tensor([[0, 1]])).gradient(logits, "logits")
    ask = "Which logits should go up, and which take no part?"
    outcome.returns(torch.tensor([[[0.5, -0.5], [0.0, 0.0]]]), ask=ask)


def test_next_token_loss_float64(next_token_loss: StudentFunction) -> None:
    """float64 logits give a float32 loss as well"""
    logits = torch.zeros(1, 2, 2, dtype=torch.float64)
    next_token_loss(logits, torch.tensor([[0, 1]])).returns(
        LN_2, ask="Which dtype does the docstring promise?"
    )


def test_next_token_loss_nothing_to_predict(next_token_loss: StudentFunction) -> None:
    """a single token has nothing to predict, which costs 0"""
    ask = "What is a mean over no targets here, and what does a division make of it?"
    next_token_loss(torch.zeros(1, 1, 4), torch.tensor([[2]])).returns(torch.tensor(0.0), ask=ask)


def test_perplexity_certain(perplexity: StudentFunction) -> None:
    """a loss of 0 is the certainty of one choice"""
    perplexity(0.0).returns(1.0, ask="Among how many tokens does a model choose that is never surprised?")


def test_perplexity_worked_example(perplexity: StudentFunction) -> None:
    """ln 50257 is a choice among 50257"""
    perplexity(math.log(50257)).returns(50257.0, ask="What undoes a natural logarithm?")


def test_perplexity_adds_to_times(perplexity: StudentFunction) -> None:
    """ln 2 more doubles it"""
    perplexity(math.log(3) + math.log(2)).returns(6.0, ask="What becomes of a sum of logarithms?")


def test_bits_per_byte_worked_example(bits_per_byte: StudentFunction) -> None:
    """ten tokens at one bit each tell ten bits about 40 bytes"""
    ask = "How many bits is a nat, and how many of them does the whole text hold?"
    bits_per_byte(math.log(2), n_tokens=10, n_bytes=40).returns(0.25, ask=ask)


def test_bits_per_byte_knows_nothing(bits_per_byte: StudentFunction) -> None:
    """a model that finds all 256 bytes equally likely needs 8 bits for each"""
    ask = "In what unit is the loss, and in what unit the answer?"
    bits_per_byte(math.log(256), n_tokens=7, n_bytes=7).returns(8.0, ask=ask)


def test_bits_per_byte_across_tokenizers(bits_per_byte: StudentFunction) -> None:
    """300 tokens at ln 16 are the same information as 1200 at ln 2"""
    ask = "Does a model with longer tokens, and so fewer of them, know less?"
    bits_per_byte(math.log(16), n_tokens=300, n_bytes=1200).returns(1.0, ask=ask)


def test_bits_per_byte_no_bytes(bits_per_byte: StudentFunction) -> None:
    """a text without bytes is refused"""
    ask = "What would a text of no bytes be divided by?"
    bits_per_byte(1.0, n_tokens=1, n_bytes=0).raises(ValueError, ask=ask)


def test_accumulated_loss_one_micro_batch(accumulated_loss: StudentFunction) -> None:
    """one micro-batch is the big batch"""
    batches = [(torch.zeros(1, 3, 4), torch.tensor([[0, 1, 2]]))]
    accumulated_loss(batches).returns(LN_4, ask="What is there to accumulate when there is one micro-batch?")


def test_accumulated_loss_worked_example(accumulated_loss: StudentFunction) -> None:
    """one target at ln 2 and three at ln 4 make 7/4 ln 2"""
    short = (torch.zeros(1, 2, 2), torch.tensor([[0, 1]]))
    long = (torch.tensor([[[1.0, 3.0]] * 4]).log(), torch.tensor([[0, 0, 0, 0]]))
    ask = "How many targets does each micro-batch count, and does each of the four weigh the same?"
    accumulated_loss([short, long]).returns(torch.tensor(1.2130076), ask=ask)


def test_accumulated_loss_gradient(accumulated_loss: StudentFunction) -> None:
    """the gradient is that of the mean over both micro-batches"""
    first, second = torch.zeros(1, 2, 2, requires_grad=True), torch.zeros(1, 2, 2, requires_grad=True)
    outcome = accumulated_loss([(first, torch.tensor([[0, 1]])), (second, torch.tensor([[1, 0]]))])
    gradient = outcome.gradient(first, "the first logits")
    ask = "By how much does one target out of two move the mean?"
    gradient.returns(torch.tensor([[[0.25, -0.25], [0.0, 0.0]]]), ask=ask)


def test_accumulated_loss_nothing_counts(accumulated_loss: StudentFunction) -> None:
    """targets that are all ignored cost 0"""
    batches = [(torch.zeros(1, 2, 2), torch.tensor([[0, -100]]))] * 2
    ask = "What is the sum divided by when nothing counts?"
    accumulated_loss(batches).returns(torch.tensor(0.0), ask=ask)


def test_accumulated_loss_empty(accumulated_loss: StudentFunction) -> None:
    """no micro-batch at all is refused"""
    accumulated_loss([]).raises(ValueError, ask="Whose loss would that be?")


def test_pack_documents_worked_example(pack_documents: StudentFunction) -> None:
    """documents, each with its end-of-text id, cut into blocks of three"""
    ask = "What stands between two documents in the stream?"
    outcome = pack_documents([[1, 2, 3], [4, 5]], block_size=3, eos_id=0)
    outcome.returns(torch.tensor([[1, 2, 3], [0, 4, 5]]), ask=ask)


def test_pack_documents_last_end(pack_documents: StudentFunction) -> None:
    """the last document is ended as well"""
    ask = "How is the model to learn that the last document is over?"
    outcome = pack_documents([[1], [2]], block_size=2, eos_id=9)
    outcome.returns(torch.tensor([[1, 9], [2, 9]]), ask=ask)


def test_pack_documents_rest(pack_documents: StudentFunction) -> None:
    """what does not fill a block is dropped"""
    ask = "How many whole blocks of four do six tokens fill?"
    outcome = pack_documents([[1, 2, 3, 4, 5]], block_size=4, eos_id=0)
    outcome.returns(torch.tensor([[1, 2, 3, 4]]), ask=ask)


def test_pack_documents_no_block(pack_documents: StudentFunction) -> None:
    """no full block is a tensor of no rows, still int64 and as wide as a block"""
    ask = "What shape has a table with no rows and four columns?"
    outcome = pack_documents([[1, 2]], block_size=4, eos_id=0)
    outcome.returns(torch.empty((0, 4), dtype=torch.int64), ask=ask)


def test_pack_documents_bad_block(pack_documents: StudentFunction) -> None:
    """a block of nothing is refused"""
    ask = "How many blocks of no tokens does a text have?"
    pack_documents([[1, 2]], block_size=0, eos_id=0).raises(ValueError, ask=ask)
