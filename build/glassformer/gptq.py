"""Rounding to 4 bits with the rounding errors passed on to weights that can make up for them.

After Frantar et al. 2022, "GPTQ: Accurate Post-Training Quantization for Generative Pre-trained Transformers"
(arXiv:2210.17323): columns are rounded from left to right, and what a column's rounding changes in the layer's outputs
on calibration text is taken back as far as possible by the columns still to come.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from glassformer.quantize import BLOCK, Quantized, best_scales, pack, round_to

# Of the mean diagonal: keeps the inverse stable, and the correction from trusting few samples too far.
DAMPING = 0.1


def quantize_for(matrix: NDArray[np.float32], gram: NDArray[np.float32], bits: int) -> Quantized:
    """Round ``matrix [N, K]`` so that ``x @ matrix.T`` changes least for inputs with ``gram [K, K]`` = sum of x xᵀ."""
    rows, columns = matrix.shape
    upper = _inverse_factor(gram)
    work = matrix.astype(np.float32, copy=True)
    stored = np.empty((rows, columns), np.uint8)
    scales = np.empty((rows, columns // BLOCK), np.float16)
    for start in range(0, columns, BLOCK):
        block = slice(start, start + BLOCK)
        scales[:, start // BLOCK] = best_scales(work[:, None, block], bits)[:, 0]
        errors, stored[:, block] = _round_block(work[:, block], scales[:, start // BLOCK], upper[block, block], bits)
        work[:, start + BLOCK :] -= errors @ upper[block, start + BLOCK :]
    return Quantized(pack(stored, bits), scales, bits)


def output_error(difference: NDArray[np.float32], gram: NDArray[np.float32]) -> float:
    """Sum of squares that ``difference [N, K]`` of a weight makes in the product, over the text of ``gram``."""
    return float(np.einsum("nk,nk->", difference @ gram, difference, dtype=np.float64))


def _round_block(
    block: NDArray[np.float32], scales: NDArray[np.float16], upper: NDArray[np.float32], bits: int
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Round the columns of one block in turn; returns (errors over the factor's diagonal, stored values)."""
    block = block.copy()
    errors, stored = np.empty_like(block), np.empty(block.shape, np.uint8)
    for column in range(block.shape[1]):
        values, restored = round_to(block[:, column], scales, bits)
        stored[:, column] = values
        errors[:, column] = (block[:, column] - restored) / upper[column, column]
        block[:, column + 1 :] -= np.outer(errors[:, column], upper[column, column + 1 :])
    return errors, stored


def _inverse_factor(gram: NDArray[np.float32]) -> NDArray[np.float32]:
    """Upper Cholesky factor of the damped Gram matrix's inverse: row j says how later columns make up for column j.

    With rows and columns in reverse order that is the inverse of a lower factor: one triangular solve, and no inverse.
    """
    damped = torch.from_numpy(gram.astype(np.float64)).flip(0, 1)
    damped.diagonal().add_(float(DAMPING * damped.trace() / len(gram)) or 1.0)
    lower = torch.linalg.cholesky(damped)
    inverse = torch.linalg.solve_triangular(lower, torch.eye(len(gram), dtype=torch.float64), upper=False)
    return inverse.flip(0, 1).to(torch.float32).numpy()
