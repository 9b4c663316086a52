import type { Tensor, TensorConstructor, TensorFactory, TypedTensor } from 'onnxruntime-common';

/**
 * Keys and values of the tokens that were run so far, by the graph's input names: each [1, head, token, d_head]. On the
 * GPU they stay there.
 */
export type KeyValues = ReadonlyMap<string, Tensor>;

type MakesTensors = TensorConstructor & TensorFactory;

export function dispose(past: KeyValues | null): void {
  for (const tensor of past?.values() ?? []) tensor.dispose();
}

export function bytesOf(past: KeyValues): number {
  let bytes = 0;
  for (const { size } of past.values()) bytes += size * Float32Array.BYTES_PER_ELEMENT;
  return bytes;
}

/** A copy of what belongs to the first `tokens` tokens; `device` is the one that holds `past`, null for the processor. */
export function firstTokens(
  past: KeyValues,
  tokens: number,
  Tensors: MakesTensors,
  device: GPUDevice | null,
): KeyValues {
  if (!device) return new Map(Array.from(past, ([name, tensor]) => [name, firstInMemory(tensor, tokens, Tensors)]));
  const encoder = device.createCommandEncoder();
  const copies = Array.from(past, ([name, tensor]): [string, Tensor] => {
    return [name, firstOnGpu(tensor, tokens, Tensors, device, encoder)];
  });
  device.queue.submit([encoder.finish()]);
  return new Map(copies);
}

/** Where the first tokens of each head begin, and how long they are, in numbers. */
function cut({ dims }: Tensor, tokens: number) {
  const [batch, heads, length, width] = dims as [number, number, number, number];
  return { dims: [batch, heads, tokens, width], heads, from: length * width, to: tokens * width };
}

function firstInMemory(tensor: Tensor, tokens: number, Tensors: MakesTensors): Tensor {
  const { dims, heads, from, to } = cut(tensor, tokens);
  const { data } = tensor as TypedTensor<'float32'>;
  const copy = new Float32Array(heads * to);
  for (let head = 0; head < heads; head++) copy.set(data.subarray(head * from, head * from + to), head * to);
  return new Tensors('float32', copy, dims);
}

function firstOnGpu(
  tensor: Tensor,
  tokens: number,
  Tensors: MakesTensors,
  device: GPUDevice,
  encoder: GPUCommandEncoder,
): Tensor {
  const { dims, heads, from, to } = cut(tensor, tokens);
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const size = Float32Array.BYTES_PER_ELEMENT;
  const buffer = device.createBuffer({ size: heads * to * size, usage });
  for (let head = 0; head < heads; head++) {
    encoder.copyBufferToBuffer(tensor.gpuBuffer, head * from * size, buffer, head * to * size, to * size);
  }
  return Tensors.fromGpuBuffer(buffer, { dataType: 'float32', dims, dispose: () => buffer.destroy() });
}
