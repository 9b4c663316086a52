"""Text to token ids and back: GPT-2's byte-level BPE, through the tokenizers library."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from tokenizers import Tokenizer

from glassformer.errors import GlassformerError

END = "<|endoftext|>"  # stands between the documents that GPT-2 was trained on


def unicode_to_byte() -> dict[str, int]:
    """GPT-2's printable stand-ins for the 256 bytes: printable Latin-1 stands for itself, the rest from U+0100 on."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(256 + n): byte for n, byte in enumerate(others)}


def well_formed(text: str) -> str:
    """``text`` with lone surrogates, which are no characters, replaced by U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class Vocabulary:
    """A tokenizer.json. Raises GlassformerError when the file is missing or no tokenizer."""

    def __init__(self, path: Path) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises bare Exception
            raise GlassformerError(f"{path}: not a readable tokenizer.json ({error})") from error

    @property
    def size(self) -> int:
        return self._tokenizer.get_vocab_size()

    def encode(self, text: str) -> list[int]:
        """Token ids of the `well_formed` text."""
        return self._tokenizer.encode(well_formed(text)).ids

    def token(self, name: str) -> int | None:
        """The id of a token by the tokenizer's name of it, or None."""
        return self._tokenizer.token_to_id(name)

    def token_bytes(self, token: int) -> bytes:
        """The bytes of one token; a token may be a piece of a character."""
        name = self._tokenizer.id_to_token(token)
        if name is None:
            raise GlassformerError(f"token id {token}: the vocabulary has 0 to {self.size - 1}")
        if any(character not in self._bytes for character in name):
            return name.encode()  # a special token such as <|endoftext|>
        return bytes(self._bytes[character] for character in name)

    def display(self, token: int) -> str:
        r"""The token as text where its bytes are valid UTF-8 alone, otherwise each byte as ``\xHH``."""
        content = self.token_bytes(token)
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            return "".join(f"\\x{byte:02X}" for byte in content)

    @cached_property
    def _bytes(self) -> dict[str, int]:
        return unicode_to_byte()
