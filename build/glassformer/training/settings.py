"""What a training run is made of: the numbers that decide the result. They are written beside the run's state."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Settings:
    """Shape of the model and course of the optimization. A resumed run must have the same shape."""

    n_layer: int = 6
    n_head: int = 6
    n_embd: int = 192
    n_ctx: int = 256
    seed: int = 2026
    batch_size: int = 8
    # Learning rates while the run is stable; a warm-up of `warmup` steps leads to them, the decay leads from them to 0.
    lr_matrices: float = 2e-3  # Muon, updates scaled to AdamW's size
    lr_embedding: float = 2e-3  # AdamW
    lr_rest: float = 2e-3  # AdamW: positions, LayerNorms, biases
    optimizer: str = "muon"  # or 'adamw', for the comparison
    weight_decay: float = 0.1
    warmup: int = 150
    clip: float = 1.0
    # Sampled softmax: the most frequent tokens are always in it, the others by chance. 0 and 0: the full softmax.
    n_frequent: int = 1024
    n_sampled: int = 1024
    n_sampled_in_decay: int = 4096
    # The share of windows that repeat a passage of their own, and the share of those that are random tokens.
    repeat_share: float = 0.2
    repeat_share_in_decay: float = 0.1
    repeat_random: float = 0.6
    # The share of random passages that use few tokens, each several times: what comes next then depends on what stood
    # just before, so a head that looks at "about the last three" does not help.
    repeat_few: float = 0.4
    repeat_period: tuple[int, int] = (8, 100)
    # Position embeddings start as sinusoids of this root mean square, so that "the token before" is a direction from
    # the first step on. 0: GPT-2's own random start.
    sinusoids: float = 0.1

    def in_decay(self) -> Settings:
        """The settings of the decay: a closer estimate of the softmax while the weights settle, more text as it is."""
        return replace(self, n_sampled=self.n_sampled_in_decay, repeat_share=self.repeat_share_in_decay)
