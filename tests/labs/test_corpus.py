"""The text of the labs: nothing that is tested on was trained on."""

from pydoc_data.topics import topics as raw

from reference import load_lab

corpus = load_lab("corpus")


def paragraphs(texts: list[str]) -> list[str]:
    return [each.strip() for text in texts for each in text.split("\n\n") if each.strip()]


def test_no_paragraph_is_there_twice() -> None:
    split = corpus.topics(0)
    every = paragraphs(split.train + split.held_out)
    assert len(every) == len(set(every))
    assert sum(map(len, every)) < 0.9 * sum(map(len, raw.values()))  # a fifth of the raw text is repeated
    assert set(every) == set(paragraphs(list(raw.values())))


def test_a_tenth_is_held_out_for_each_seed() -> None:
    splits = [corpus.topics(seed) for seed in range(5)]
    for split in splits:
        held_out = sum(map(len, split.held_out))
        share = held_out / (held_out + sum(map(len, split.train)))
        assert 0.07 < share < 0.13
        assert len(split.held_out) > 3
    assert corpus.topics(1) == splits[1]
    assert splits[0].held_out != splits[1].held_out


def test_no_answer_is_trained_on_and_tested() -> None:
    train, held_out = corpus.questions(0)
    assert len(train) > 800
    assert len(held_out) > 80
    assert {answer for _, answer in train} & {answer for _, answer in held_out} == set()
    assert corpus.questions(0) == (train, held_out)
    for question, answer in train + held_out:
        assert question.startswith("What is ")
        assert len(answer.encode()) <= corpus.MAX_ANSWER
