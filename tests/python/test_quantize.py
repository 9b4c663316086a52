"""Rounding to 8 and 4 bits: the stored bytes, the error, and that onnxruntime reads them as we do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from glassformer.quantize import BLOCK, dequantize, quantize

MATRIX = np.random.default_rng(0).normal(0, 0.1, (70, 96)).astype(np.float32)


@pytest.mark.parametrize(("bits", "allowed"), [(8, 0.006), (4, 0.085)])
def test_relative_error_of_normal_weights(bits: int, allowed: float) -> None:
    restored = dequantize(quantize(MATRIX, bits))
    assert np.sqrt(np.square(restored - MATRIX).mean()) / MATRIX.std() < allowed


def test_four_bits_beat_plain_rounding() -> None:
    blocks = MATRIX.reshape(70, -1, BLOCK)
    scales = np.abs(blocks).max(-1, keepdims=True) / 7
    plain = (np.clip(np.rint(blocks / scales), -8, 7) * scales).reshape(MATRIX.shape)
    ours = dequantize(quantize(MATRIX, 4))
    assert np.square(ours - MATRIX).sum() < 0.85 * np.square(plain - MATRIX).sum()


def test_two_values_a_byte_the_earlier_one_low() -> None:
    row = np.zeros((1, BLOCK), np.float32)
    row[0, 0], row[0, 1] = -8, 7
    quantized = quantize(row, 4)
    assert quantized.data[0, 0] == 0 | (15 << 4)
    assert (dequantize(quantized) == row).all()


def test_zero_stays_zero() -> None:
    for bits in (4, 8):
        assert not dequantize(quantize(np.zeros((3, 64), np.float32), bits)).any()


@settings(max_examples=50, deadline=None)
@given(arrays(np.float32, (2, 64), elements=st.floats(-4, 4, width=32)), st.sampled_from([4, 8]))
def test_no_weight_moves_by_more_than_a_step(matrix: np.ndarray, bits: int) -> None:
    quantized = quantize(matrix, bits)
    step = np.abs(quantized.scales.astype(np.float32)).repeat(BLOCK, axis=1)
    # The 4-bit search may cut off the largest; scales are fp16, whose smallest step is 2**-24.
    allowed = step * (1.0 if bits == 8 else 1.8) + np.abs(matrix) * 1e-3 + 128 * 2**-25
    assert (np.abs(dequantize(quantized) - matrix) <= allowed).all()


def test_widths_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="multiple of 32"):
        quantize(np.zeros((4, 33), np.float32), 8)
