"""A tokenizer without a vocabulary file: one token per UTF-8 byte, and four special tokens."""

from collections.abc import Iterable
from typing import ClassVar


class ByteTokenizer:
    """One token per UTF-8 byte (ids 0-255) and four special ids above them.

    Text never becomes a special id: `encode` turns a literal ``<|im_end|>`` into ten ordinary bytes.
    The code that builds a training example adds the special ids itself, so a user's text cannot end
    a turn.

    >>> tokenizer = ByteTokenizer()
    >>> tokenizer.encode("hé")
    [104, 195, 169]
    >>> len(tokenizer.encode("<|im_end|>"))
    10
    >>> tokenizer.decode([104, 105, tokenizer.im_end_id])
    'hi<|im_end|>'
    """

    im_start_id = 256
    im_end_id = 257
    eos_id = 258
    pad_id = 259
    vocab_size = 260

    _SPECIAL_TEXT: ClassVar = {
        256: "<|im_start|>",
        257: "<|im_end|>",
        258: "<|endoftext|>",
        259: "<|pad|>",
    }

    def encode(self, text: str) -> list[int]:
        """Return the UTF-8 bytes of `text` as ids; never a special id."""
        return list(text.encode("utf-8"))

    def decode(self, ids: Iterable[int]) -> str:
        """Return the text of `ids`. Special ids become their markers, invalid UTF-8 becomes U+FFFD.

        Raises:
            ValueError: an id is outside 0 … 259.
        """
        pieces: list[str] = []
        pending = bytearray()  # a character may have several bytes, so they are collected before decoding
        for token_id in ids:
            if 0 <= token_id < 256:
                pending.append(token_id)
                continue
            if token_id not in self._SPECIAL_TEXT:
                raise ValueError(f"token id {token_id} is outside 0 … {self.vocab_size - 1}")
            pieces += [pending.decode("utf-8", errors="replace"), self._SPECIAL_TEXT[token_id]]
            pending.clear()
        pieces.append(pending.decode("utf-8", errors="replace"))
        return "".join(pieces)
