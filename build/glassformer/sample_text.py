"""Texts that a model is measured on: xz-compressed, one document after another."""

from __future__ import annotations

import lzma
from pathlib import Path

from glassformer.errors import GlassformerError
from glassformer.vocabulary import Vocabulary

DOCUMENT_END = "<|endoftext|>"


def read_tokens(path: Path, vocabulary: Vocabulary, at_least: int = 0) -> list[int]:
    """Token ids of the text without its document marks; all of it, or the first documents with ``at_least`` tokens.

    Raises GlassformerError when the file is not there or no xz-compressed UTF-8.
    """
    try:
        text = lzma.decompress(path.read_bytes()).decode("utf-8")
    except (OSError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise GlassformerError(f"{path}: not a readable xz-compressed text ({error})") from error
    tokens: list[int] = []
    for document in text.split(DOCUMENT_END):
        if at_least and len(tokens) >= at_least:
            break
        if document.strip():
            tokens += vocabulary.encode(document.strip())
    return tokens
