"""Rounding with errors passed on changes a product less than rounding every weight to the nearest."""

from __future__ import annotations

import numpy as np

from glassformer.gptq import DAMPING, _inverse_factor, output_error, quantize_for
from glassformer.quantize import dequantize, quantize

RANDOM = np.random.default_rng(0)
MATRIX = RANDOM.normal(0, 0.1, (60, 96)).astype(np.float32)
SHARED = RANDOM.normal(size=(2000, 12)) @ RANDOM.normal(size=(12, 96))  # inputs that go together, as a layer's do
INPUTS = SHARED + 0.3 * RANDOM.normal(size=SHARED.shape)
GRAM = (INPUTS.T @ INPUTS).astype(np.float32)


def error(quantized_matrix: np.ndarray, gram: np.ndarray = GRAM) -> float:
    return output_error(quantized_matrix - MATRIX, gram)


def test_the_product_changes_less() -> None:
    nearest, passed_on = quantize(MATRIX, 4), quantize_for(MATRIX, GRAM, 4)
    assert passed_on.shape == nearest.shape
    assert error(dequantize(passed_on)) < 0.6 * error(dequantize(nearest))


def test_the_factor_is_that_of_the_inverse() -> None:
    damped = GRAM + np.eye(96, dtype=np.float32) * DAMPING * np.trace(GRAM) / 96
    factor = _inverse_factor(GRAM.astype(np.float32))
    assert (np.tril(factor, -1) == 0).all()
    np.testing.assert_allclose(factor.T @ factor @ damped, np.eye(96, dtype=np.float32), atol=1e-4)


def test_output_error_is_that_of_the_product() -> None:
    difference = dequantize(quantize(MATRIX, 4)) - MATRIX
    np.testing.assert_allclose(output_error(difference, GRAM), np.square(INPUTS @ difference.T).sum(), rtol=1e-3)


def test_inputs_that_are_independent_leave_nothing_to_pass_on() -> None:
    same = quantize_for(MATRIX, np.eye(96, dtype=np.float32), 4)
    assert (same.data == quantize(MATRIX, 4).data).all()


def test_inputs_that_never_occur_are_no_division_by_zero() -> None:
    assert np.isfinite(dequantize(quantize_for(MATRIX, np.zeros((96, 96), np.float32), 4))).all()
