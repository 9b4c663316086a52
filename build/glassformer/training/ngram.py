"""An interpolated Kneser-Ney n-gram model (Kneser & Ney 1995; Chen & Goodman 1999, section 2.7): what to beat.

An n-gram's key is the index of its first n - 1 tokens among the (n - 1)-grams, times 2^16, plus its last token; so the
continuations of a context lie side by side in the sorted keys.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

TOKEN_BITS = 16


@dataclass(frozen=True)
class Order:
    """The n-grams of one length. Context arrays are indexed by the (n - 1)-gram that stands before the last token."""

    keys: np.ndarray  # [n_gram] uint64, sorted
    counts: np.ndarray  # [n_gram] float32: occurrences at the highest order, distinct tokens before it below
    context_total: np.ndarray  # [n_context] float64: sum of the counts that follow a context
    context_types: np.ndarray  # [n_context] float64: number of distinct tokens that follow it
    discount: float


@dataclass(frozen=True)
class KneserNey:
    """P(w | h) = max(c(h w) - D, 0) / c(h) + D N(h) / c(h) P(w | shorter h), uniform below the unigrams."""

    orders: list[Order]
    d_vocab: int

    def probabilities(self, tokens: np.ndarray) -> np.ndarray:
        """[n_token] float64: the probability of each token given those before it in `tokens`."""
        tokens = tokens.astype(np.uint64)
        probability = np.full(len(tokens), 1.0 / self.d_vocab)
        # contexts[t]: index of the (n - 1)-gram that ends before t, -1 if training never saw it; the empty one is 0.
        contexts = np.zeros(len(tokens), dtype=np.int64)
        for order in self.orders:
            index = _find(order.keys, contexts, tokens)
            probability = _interpolate(order, contexts, index, probability)
            contexts = np.concatenate([[-1], index[:-1]])
        return probability

    def distribution(self, context: np.ndarray) -> np.ndarray:
        """[d_vocab] float64: the probability of each token after `context`."""
        probability = np.full(self.d_vocab, 1.0 / self.d_vocab)
        for n, order in enumerate(self.orders, start=1):
            gram = self._gram(context[len(context) - n + 1 :]) if n - 1 <= len(context) else -1
            if gram < 0 or order.context_total[gram] == 0:
                break
            first, last = np.searchsorted(order.keys, [_key(gram, 0), _key(gram + 1, 0)])
            following = (order.keys[first:last] & np.uint64((1 << TOKEN_BITS) - 1)).astype(np.int64)
            probability *= order.discount * order.context_types[gram] / order.context_total[gram]
            probability[following] += (
                np.maximum(order.counts[first:last].astype(np.float64) - order.discount, 0) / order.context_total[gram]
            )
        return probability

    def _gram(self, tokens: np.ndarray) -> int:
        gram = np.zeros(1, dtype=np.int64)
        for order, token in zip(self.orders, tokens, strict=False):
            gram = _find(order.keys, gram, np.array([token], dtype=np.uint64))
        return int(gram[0])


def train(tokens: np.ndarray, n: int, d_vocab: int) -> KneserNey:
    """Count the n-grams of a stream [n_token] up to length n. Each order's discount is n1 / (n1 + 2 n2)."""
    grams = np.zeros(len(tokens) + 1, dtype=np.int64)  # the (size - 1)-gram that starts at each place
    all_keys: list[np.ndarray] = []
    all_counts: list[np.ndarray] = []
    for size in range(1, n + 1):
        places = len(tokens) - size + 1
        keys = (grams[:places].astype(np.uint64) << np.uint64(TOKEN_BITS)) | tokens[size - 1 :].astype(np.uint64)
        unique, first, inverse, counts = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
        if size > 1:
            # Below the highest order, a count is the number of distinct tokens before the gram (Kneser & Ney).
            all_counts[-1] = np.bincount(grams[first + 1], minlength=len(all_keys[-1])).astype(np.float32)
        all_keys.append(unique)
        all_counts.append(counts.astype(np.float32))
        grams = inverse
    sizes = [1, *(len(keys) for keys in all_keys)]
    orders = [_order(keys, counts, sizes[i]) for i, (keys, counts) in enumerate(zip(all_keys, all_counts, strict=True))]
    return KneserNey(orders, d_vocab)


def _order(keys: np.ndarray, counts: np.ndarray, n_context: int) -> Order:
    contexts = (keys >> np.uint64(TOKEN_BITS)).astype(np.int64)
    once, twice = int((counts == 1).sum()), int((counts == 2).sum())
    discount = once / (once + 2 * twice) if once else 0.5
    return Order(
        keys,
        counts,
        np.bincount(contexts, weights=counts, minlength=n_context),
        np.bincount(contexts, weights=counts > 0, minlength=n_context),
        discount,
    )


def _key(gram: int, token: int) -> np.uint64:
    return np.uint64((gram << TOKEN_BITS) | token)


def _find(keys: np.ndarray, contexts: np.ndarray, tokens: np.ndarray) -> np.ndarray:
    """Index of each (context, token) in the sorted keys, -1 where it is not there or its context is -1."""
    wanted = (np.maximum(contexts, 0).astype(np.uint64) << np.uint64(TOKEN_BITS)) | tokens
    index = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where((contexts >= 0) & (keys[index] == wanted), index, -1)


def _interpolate(order: Order, contexts: np.ndarray, index: np.ndarray, lower: np.ndarray) -> np.ndarray:
    context = np.maximum(contexts, 0)
    total = np.where(contexts >= 0, order.context_total[context], 0)
    known = total > 0
    safe = np.where(known, total, 1)
    count = np.where(index >= 0, order.counts[np.maximum(index, 0)].astype(np.float64), 0)
    higher = np.maximum(count - order.discount, 0) / safe
    rest = order.discount * order.context_types[context] / safe
    return np.where(known, higher + rest * lower, lower)


def save(path: Path, model: KneserNey) -> None:
    """Write the model to one .npz, atomically."""
    arrays: dict[str, np.ndarray] = {"d_vocab": np.array(model.d_vocab)}
    for n, order in enumerate(model.orders, start=1):
        arrays |= {f"{name}.{n}": np.asarray(value) for name, value in vars(order).items()}
    temporary = path.with_suffix(".tmp.npz")
    np.savez(temporary, **arrays)  # pyright: ignore[reportArgumentType]
    temporary.replace(path)


def load(path: Path) -> KneserNey:
    """The model that save wrote."""
    with np.load(path) as arrays:
        n_order = sum(name.startswith("keys.") for name in arrays.files)
        orders = [
            Order(
                *(arrays[f"{name}.{n}"] for name in ("keys", "counts", "context_total", "context_types")),
                discount=float(arrays[f"discount.{n}"]),
            )
            for n in range(1, n_order + 1)
        ]
        return KneserNey(orders, int(arrays["d_vocab"]))
