/** The number that a reader typed: 1,234 or 67% or ３ or −0.5. NaN where it is none. */
export function numberTyped(text: string): number {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s,%]/g, '')
    .replace('−', '-');
  return plain === '' ? NaN : Number(plain);
}
