"""Glassformer: how GPT-2 turns a text into the next token, shown with the model's own numbers."""

__version__ = "0.1.0"
