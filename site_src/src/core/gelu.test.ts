import { expect, test } from 'vitest';
import { gelu } from './gelu';

// torch.nn.functional.gelu(x, approximate="tanh") in float64
test.each([
  [-3, -0.0036373920817729943],
  [-1, -0.15880800939172324],
  [-0.5, -0.15428599017516514],
  [0, 0],
  [1, 0.8411919906082768],
  [2, 1.954597694087775],
])('gelu(%f)', (x, expected) => expect(gelu(x)).toBeCloseTo(expected, 12));
