"""Rounding a weight matrix to 8 or 4 bits in blocks of 32 along its inputs.

Symmetric: ``weight ~ scale * (stored - zero)`` with zero 128 (8 bits) or 8 (4 bits), one fp16 scale a block, no stored
zero points. Stored row by row as ``[outputs N, inputs K]``, two 4-bit values a byte, the earlier one in the low half:
the layout that onnxruntime's MatMulNBits and GatherBlockQuantized both read.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
ROWS_AT_ONCE = 4096  # bounds the memory of the search for scales
BLOCKS_AT_ONCE = 2048  # what the search goes over again and again fits into a processor's cache
SCALE_SEARCH = np.linspace(0.80, 1.10, 16, dtype=np.float32)  # 4 bits: factors on the scale that just fits the block


@dataclass(frozen=True)
class Quantized:
    """A matrix ``[N, K]`` in 4 or 8 bits: ``data`` uint8 [N, K·bits/8], ``scales`` float16 [N, K/32]."""

    data: NDArray[np.uint8]
    scales: NDArray[np.float16]
    bits: int

    @property
    def shape(self) -> tuple[int, int]:
        return self.data.shape[0], self.data.shape[1] * 8 // self.bits


def quantize(matrix: NDArray[np.float32], bits: int) -> Quantized:
    """Round ``matrix [N, K]``, every weight to the nearest; K must be a multiple of 32. Raises ValueError otherwise."""
    rows, columns = matrix.shape
    if columns % BLOCK or bits not in (4, 8):
        raise ValueError(f"a [{rows}, {columns}] matrix at {bits} bits: K must be a multiple of {BLOCK}, bits 4 or 8")
    stored = np.empty((rows, columns), np.uint8)
    scales = np.empty((rows, columns // BLOCK), np.float16)
    for start in range(0, rows, ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        blocks = matrix[part].reshape(-1, columns // BLOCK, BLOCK)
        scales[part] = best_scales(blocks, bits)
        stored[part] = round_to(blocks, scales[part][..., None], bits)[0].reshape(-1, columns)
    return Quantized(pack(stored, bits), scales, bits)


def pack(stored: NDArray[np.uint8], bits: int) -> NDArray[np.uint8]:
    """One value a byte -> as many a byte as fit."""
    return stored if bits == 8 else (stored[:, 0::2] | (stored[:, 1::2] << 4)).astype(np.uint8)


def dequantize(quantized: Quantized) -> NDArray[np.float32]:
    """The matrix ``[N, K]`` that the runtime computes with."""
    data, zero = quantized.data, _zero(quantized.bits)
    if quantized.bits == 4:
        data = np.stack([data & 15, data >> 4], axis=-1).reshape(data.shape[0], -1)
    blocks = data.reshape(*quantized.scales.shape, BLOCK).astype(np.float32) - zero
    return (blocks * quantized.scales.astype(np.float32)[..., None]).reshape(quantized.shape)


def round_to(
    weights: NDArray[np.float32], scales: NDArray[np.float16], bits: int
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """(stored values, what they stand for) of weights with scales of the same, or a broadcast, shape."""
    zero, wide = _zero(bits), scales.astype(np.float32)
    quotients = np.divide(weights, wide, out=np.zeros_like(weights), where=wide != 0)
    steps = np.clip(np.rint(quotients), -zero, zero - 1)
    return (steps + zero).astype(np.uint8), steps * wide


def best_scales(blocks: NDArray[np.float32], bits: int) -> NDArray[np.float16]:
    """Scales ``[..., blocks]`` of ``blocks [..., blocks, 32]``.

    8 bits: the block's largest weight becomes ±127. 4 bits: the scale of least squared error, where the largest weight
    becomes about -8, so the scale takes its sign and none of the 16 values is wasted.
    """
    if bits == 8:
        return (np.abs(blocks).max(-1) / 127).astype(np.float16)
    flat = blocks.reshape(-1, BLOCK)
    parts = [_searched(flat[start : start + BLOCKS_AT_ONCE]) for start in range(0, len(flat), BLOCKS_AT_ONCE)]
    return np.concatenate(parts).reshape(blocks.shape[:-1])


def _searched(blocks: NDArray[np.float32]) -> NDArray[np.float16]:
    """The 4-bit scales ``[n]`` of ``blocks [n, 32]`` with the least squared error."""
    largest = np.take_along_axis(blocks, np.abs(blocks).argmax(-1)[:, None], -1)[:, 0]
    best = (largest / -8).astype(np.float16)
    least = _squared_error(blocks, best)
    for factor in SCALE_SEARCH:
        candidate = (largest / -8 * factor).astype(np.float16)
        error = _squared_error(blocks, candidate)
        better = error < least
        best, least = np.where(better, candidate, best), np.where(better, error, least)
    return best


def _squared_error(blocks: NDArray[np.float32], scales: NDArray[np.float16]) -> NDArray[np.float32]:
    """`round_to` 4 bits and the square of what it changes, in one array: this is where the search spends its time."""
    wide = scales.astype(np.float32)[:, None]
    wide[wide == 0] = 1  # of a block of zeros, or of weights that round to them
    error = blocks / wide
    np.clip(np.rint(error, out=error), -_zero(4), _zero(4) - 1, out=error)
    error *= wide
    error -= blocks
    return np.einsum("nk,nk->n", error, error)


def _zero(bits: int) -> int:
    return 1 << (bits - 1)
