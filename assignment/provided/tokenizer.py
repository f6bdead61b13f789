"""A tokenizer without a vocabulary file: one token per UTF-8 byte, and four special tokens."""

from collections.abc import Iterable
from typing import ClassVar


class ByteTokenizer:
    """One token per UTF-8 byte (ids 0-255) and four special ids above them.

    A special id is never made from text: `encode` turns a literal ``<|im_end|>`` into ten ordinary
    bytes. Whoever builds a training example puts the special ids in by hand, which is exactly what
    keeps a user's text from ending a turn that it should not be able to end.

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
        """The UTF-8 bytes of `text`, one id each; never a special id."""
        return list(text.encode("utf-8"))

    def decode(self, ids: Iterable[int]) -> str:
        """The text of `ids`; special ids become their markers, bytes that are no UTF-8 become U+FFFD.

        Raises:
            ValueError: an id that is outside 0 … 259.
        """
        pieces: list[str] = []
        pending = bytearray()  # a character may be several bytes long, so bytes wait for their end
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
