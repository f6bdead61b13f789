"""Finds sentences in another language or alphabet than the answer's English."""

import re
import unicodedata
from collections.abc import Iterator

# Words that nearly every sentence of a language holds and English does not.
LITTLE_WORDS = {
    "German": "der die das und nicht ist sie ein eine einen dass mit auf für von zu den dem werden alle bitte wie im ich es",
    "French": "le la les des est et que une pour vous dans ce cette avec pas tous votre sur du au ne qui sont je à",
    "Spanish": "el la los las de que y en una por con para esta este todos su es no se lo usted del al un como",
    "Italian": "il la i gli le di che e non una per con questa questo tutti tutte è si del della sono come ai un alla",
    "Portuguese": "o a os as de que e não uma por com para esta este todos todas é se do da em um sua ao como",
    "Dutch": "de het een en niet van is dat met voor alle op deze aan wordt te zijn als u geef door dit je",
    "Polish": "i nie w na z że się jest to do wszystkie oraz proszę za tę dla jak po przez być jako te o",
    "Swedish": "och att det är inte en ett som för med på alla denna den ge till av har du om ska",
    "Turkish": "ve bir bu için ile tüm değil olarak olan lütfen ver daha gibi tam en her bütün sonra de da",
    "Latin": "et in non est ad omnes cum ut hoc hanc tibi qui quae ex pro huic da sed omnia esse sunt si",
    "Vietnamese": "và của cho này là các không được hãy tất cả bạn với điểm đã những một người trong",
    "Indonesian": "dan yang ini untuk semua tidak dengan dari adalah berikan anda ke di pada itu harap akan",
    "Czech": "a se na je že to v pro všechny ne prosím s této tento k jako do by ale",
    "Romanian": "și de la în nu este că pentru toate cu acest această un o din să te rog",
    "Hungarian": "a az és nem hogy egy minden ez is kérem meg el van ezt teljes",
    "Finnish": "ja on ei se että tämä kaikki anna ole kuin tai ovat niin mutta ohjeet",
    "Esperanto": "la kaj ne estas ĉiuj al de en por ĉi tiu vi mi kiel ĉion",
}  # fmt: skip
ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "is",
        "that",
        "it",
        "for",
        "on",
        "with",
        "as",
        "are",
        "was",
        "be",
        "this",
        "by",
        "from",
        "or",
        "which",
        "at",
        "have",
        "not",
        "can",
        "a",
        "an",
    ]
)
LITTLE = {name: frozenset(words.split()) for name, words in LITTLE_WORDS.items()}
LEAST_WORDS, LEAST_LETTERS, LEAST_DENSE = 5, 12, 4
SENTENCE = re.compile(r"[^.!?\n。！？]+")
WORD = re.compile(r"[^\W\d_]+")
DENSE = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL"}


def foreign_sentences(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and language (or alphabet) of each sentence that is not English."""
    for match in SENTENCE.finditer(text):
        language = _language(match[0])
        if language:
            yield match.start(), match.end(), language


def _language(sentence: str) -> str:
    if not sentence.isascii():
        counts: dict[str, int] = {}
        for character in sentence:
            if character.isalpha() and not character.isascii():
                script = unicodedata.name(character, "?").split(" ")[0]
                counts[script] = counts.get(script, 0) + 1
        script = max(counts, key=lambda name: counts[name], default="")
        least = LEAST_DENSE if script in DENSE else LEAST_LETTERS
        if script not in {"", "LATIN", "MODIFIER", "MATHEMATICAL", "FULLWIDTH"} and counts[script] >= least:
            return script.capitalize()
    words = [word.lower() for word in WORD.findall(sentence)]
    if len(words) < LEAST_WORDS:
        return ""
    best = max(LITTLE, key=lambda name: sum(word in LITTLE[name] for word in words))
    hits = [word for word in words if word in LITTLE[best]]
    english = sum(word in ENGLISH for word in words)
    enough = len(hits) >= 0.25 * len(words) and len(set(hits)) >= 2
    return best if enough and len(hits) > 2 * english else ""
