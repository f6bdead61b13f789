"""Public checks of part 1: small inputs that you can work out by hand."""

import math

import torch
from checking import StudentFunction

LN_2, LN_4 = torch.tensor(math.log(2)), torch.tensor(math.log(4))


def test_next_token_pairs_shapes(next_token_pairs: StudentFunction) -> None:
    """inputs lack the last position, targets lack the first"""
    ask = "In a row of four tokens, how many have a token after them?"
    one = torch.zeros(2, 3, dtype=torch.int64)
    next_token_pairs(torch.zeros(2, 4, dtype=torch.int64)).returns((one, one), ask=ask)


def test_next_token_pairs_worked_example(next_token_pairs: StudentFunction) -> None:
    """the target at a position is the token after it"""
    expected = (torch.tensor([[5, 6, 7]]), torch.tensor([[6, 7, 8]]))
    next_token_pairs(torch.tensor([[5, 6, 7, 8]])).returns(expected, ask="Which token comes after 5?")


def test_next_token_pairs_two_rows(next_token_pairs: StudentFunction) -> None:
    """each row is a separate text"""
    expected = (torch.tensor([[1, 2], [4, 5]]), torch.tensor([[2, 3], [5, 6]]))
    outcome = next_token_pairs(torch.tensor([[1, 2, 3], [4, 5, 6]]))
    outcome.returns(expected, ask="Which of the two dimensions is the position in the text?")


def test_next_token_pairs_shortest(next_token_pairs: StudentFunction) -> None:
    """two tokens make one pair"""
    expected = (torch.tensor([[3]]), torch.tensor([[9]]))
    next_token_pairs(torch.tensor([[3, 9]])).returns(
        expected, ask="Which token predicts which, if there are two?"
    )


def test_next_token_pairs_too_short(next_token_pairs: StudentFunction) -> None:
    """a single token raises ValueError"""
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
    """targets with probabilities 3/4 and 1/4 cost (ln 4/3 + ln 4) / 2"""
    logits = torch.tensor([[[1.0, 3.0], [3.0, 1.0], [9.0, 9.0]]]).log()
    ask = "Which token does logits[:, t] score, and do the last logits score any?"
    next_token_loss(logits, torch.tensor([[0, 1, 1]])).returns(torch.tensor(0.8369882), ask=ask)


def test_next_token_loss_ignored_target(next_token_loss: StudentFunction) -> None:
    """a target of -100 does not count, so the mean over one target is ln 4/3"""
    logits = torch.tensor([[[1.0, 3.0], [3.0, 1.0], [9.0, 9.0]]]).log()
    ask = "How many targets is the mean over?"
    next_token_loss(logits, torch.tensor([[0, 1, -100]])).returns(torch.tensor(0.2876821), ask=ask)


def test_next_token_loss_gradient(next_token_loss: StudentFunction) -> None:
    """the gradient is softmax minus one-hot, and 0 at the last position"""
    logits = torch.zeros(1, 2, 2, requires_grad=True)
    outcome = next_token_loss(logits, torch.tensor([[0, 1]])).gradient(logits, "logits")
    ask = "Which logits should increase, and which are not used?"
    outcome.returns(torch.tensor([[[0.5, -0.5], [0.0, 0.0]]]), ask=ask)


def test_next_token_loss_float64(next_token_loss: StudentFunction) -> None:
    """float64 logits give a float32 loss as well"""
    logits = torch.zeros(1, 2, 2, dtype=torch.float64)
    next_token_loss(logits, torch.tensor([[0, 1]])).returns(
        LN_2, ask="Which dtype does the docstring promise?"
    )


def test_next_token_loss_nothing_to_predict(next_token_loss: StudentFunction) -> None:
    """a single token has nothing to predict, so the loss is 0"""
    ask = "What does the docstring say about a mean over no targets, and what is 0 / 0?"
    next_token_loss(torch.zeros(1, 1, 4), torch.tensor([[2]])).returns(torch.tensor(0.0), ask=ask)


def test_perplexity_certain(perplexity: StudentFunction) -> None:
    """a loss of 0 is a perplexity of 1"""
    perplexity(0.0).returns(1.0, ask="If a model is always certain, among how many tokens does it choose?")


def test_perplexity_worked_example(perplexity: StudentFunction) -> None:
    """a loss of ln 50257 is a choice among 50257 tokens"""
    perplexity(math.log(50257)).returns(50257.0, ask="What is the inverse of the natural logarithm?")


def test_perplexity_adds_to_times(perplexity: StudentFunction) -> None:
    """a loss that is higher by ln 2 doubles the perplexity"""
    perplexity(math.log(3) + math.log(2)).returns(6.0, ask="What is e to a sum of logarithms?")


def test_bits_per_byte_worked_example(bits_per_byte: StudentFunction) -> None:
    """ten tokens of one bit each hold ten bits about 40 bytes"""
    ask = "How many bits is one nat, and how many bits does the whole text hold?"
    bits_per_byte(math.log(2), n_tokens=10, n_bytes=40).returns(0.25, ask=ask)


def test_bits_per_byte_knows_nothing(bits_per_byte: StudentFunction) -> None:
    """if all 256 bytes are equally likely, each needs 8 bits"""
    ask = "In which unit is the loss, and in which unit is the result?"
    bits_per_byte(math.log(256), n_tokens=7, n_bytes=7).returns(8.0, ask=ask)


def test_bits_per_byte_across_tokenizers(bits_per_byte: StudentFunction) -> None:
    """300 tokens at ln 16 hold as much information as 1200 at ln 2"""
    ask = "Does the result depend on how the text is split into tokens?"
    bits_per_byte(math.log(16), n_tokens=300, n_bytes=1200).returns(1.0, ask=ask)


def test_bits_per_byte_no_bytes(bits_per_byte: StudentFunction) -> None:
    """a text of 0 bytes raises ValueError"""
    ask = "What is the divisor if the text has 0 bytes?"
    bits_per_byte(1.0, n_tokens=1, n_bytes=0).raises(ValueError, ask=ask)


def test_accumulated_loss_one_micro_batch(accumulated_loss: StudentFunction) -> None:
    """one micro-batch is the big batch"""
    batches = [(torch.zeros(1, 3, 4), torch.tensor([[0, 1, 2]]))]
    accumulated_loss(batches).returns(LN_4, ask="If there is one micro-batch, what is the big batch?")


def test_accumulated_loss_worked_example(accumulated_loss: StudentFunction) -> None:
    """one target at ln 2 and three at ln 4 make 7/4 ln 2"""
    short = (torch.zeros(1, 2, 2), torch.tensor([[0, 1]]))
    long = (torch.tensor([[[1.0, 3.0]] * 4]).log(), torch.tensor([[0, 0, 0, 0]]))
    ask = "How many targets does each micro-batch have, and do all four have the same weight?"
    accumulated_loss([short, long]).returns(torch.tensor(1.2130076), ask=ask)


def test_accumulated_loss_gradient(accumulated_loss: StudentFunction) -> None:
    """the gradient is that of the mean over both micro-batches"""
    first, second = torch.zeros(1, 2, 2, requires_grad=True), torch.zeros(1, 2, 2, requires_grad=True)
    outcome = accumulated_loss([(first, torch.tensor([[0, 1]])), (second, torch.tensor([[1, 0]]))])
    gradient = outcome.gradient(first, "the first logits")
    ask = "What is the weight of one target out of two?"
    gradient.returns(torch.tensor([[[0.25, -0.25], [0.0, 0.0]]]), ask=ask)


def test_accumulated_loss_nothing_counts(accumulated_loss: StudentFunction) -> None:
    """if all targets are ignored, the loss is 0"""
    batches = [(torch.zeros(1, 2, 2), torch.tensor([[0, -100]]))] * 2
    ask = "What is the divisor if no target counts?"
    accumulated_loss(batches).returns(torch.tensor(0.0), ask=ask)


def test_accumulated_loss_empty(accumulated_loss: StudentFunction) -> None:
    """an empty list of micro-batches raises ValueError"""
    accumulated_loss([]).raises(ValueError, ask="What does the docstring say about an empty list?")


def test_pack_documents_worked_example(pack_documents: StudentFunction) -> None:
    """documents with their end-of-text ids are cut into blocks of three"""
    ask = "What comes between two documents in the stream?"
    outcome = pack_documents([[1, 2, 3], [4, 5]], block_size=3, eos_id=0)
    outcome.returns(torch.tensor([[1, 2, 3], [0, 4, 5]]), ask=ask)


def test_pack_documents_last_end(pack_documents: StudentFunction) -> None:
    """the last document has its end-of-text id, too"""
    ask = "How does the model learn where the last document ends?"
    outcome = pack_documents([[1], [2]], block_size=2, eos_id=9)
    outcome.returns(torch.tensor([[1, 9], [2, 9]]), ask=ask)


def test_pack_documents_rest(pack_documents: StudentFunction) -> None:
    """tokens that do not fill a block are dropped"""
    ask = "How many full blocks of four do six tokens make?"
    outcome = pack_documents([[1, 2, 3, 4, 5]], block_size=4, eos_id=0)
    outcome.returns(torch.tensor([[1, 2, 3, 4]]), ask=ask)


def test_pack_documents_no_block(pack_documents: StudentFunction) -> None:
    """without a full block, the result has no rows, is int64 and as wide as a block"""
    ask = "What is the shape of a tensor with no rows and four columns?"
    outcome = pack_documents([[1, 2]], block_size=4, eos_id=0)
    outcome.returns(torch.empty((0, 4), dtype=torch.int64), ask=ask)


def test_pack_documents_bad_block(pack_documents: StudentFunction) -> None:
    """a block size of 0 raises ValueError"""
    ask = "How many blocks of 0 tokens does a text have?"
    pack_documents([[1, 2]], block_size=0, eos_id=0).raises(ValueError, ask=ask)
