/** Where a number of a drawing comes from, and what is known of it. */
export const en = {
  'number.trace.precomputed': 'Stored trace, computed with {variant} weights: {names}',
  'number.trace.live': 'The model as it runs here, {variant} weights: {names}',
  'number.weights.precomputed': 'Weights of {model}, stored for this text: {names}',
  'number.weights.live': 'Weights of the loaded model, {variant}, unpacked: {names}',
  'number.bytes': 'UTF-8, the bytes in which texts are stored',
  'number.merges': 'The tokenizer’s list of merges, counted from 0',
  'number.byte': 'the byte of {symbol}, in hexadecimal = {hex}',
  'number.id': 'place of {token} in the vocabulary = {id}',
  'number.rank': '{left} + {right} → {symbol}: place in the list of merges = {rank}',
  'number.sum': 'sum of {count} products',
  'number.mean': 'sum of {count} numbers',
  'number.squares': 'sum of {count} squares',
  'number.others': 'all {count} products − those listed',
  'number.hint': 'Hover, tap or reach a number with the Tab key to see how it comes about.',
} as const;

export const zh: Readonly<Record<keyof typeof en, string>> = {
  'number.trace.precomputed': '预先存储的轨迹，用 {variant} 权重计算：{names}',
  'number.trace.live': '正在此处运行的模型，{variant} 权重：{names}',
  'number.weights.precomputed': '{model} 的权重，为这段文本存储：{names}',
  'number.weights.live': '已载入模型的权重，{variant}，解包后：{names}',
  'number.bytes': 'UTF-8，即存储文本所用的字节',
  'number.merges': '分词器的合并表，从 0 数起',
  'number.byte': '{symbol} 的字节，十六进制 = {hex}',
  'number.id': '{token} 在词表中的位置 = {id}',
  'number.rank': '{left} + {right} → {symbol}：在合并表中的位置 = {rank}',
  'number.sum': '{count} 个乘积之和',
  'number.mean': '{count} 个数之和',
  'number.squares': '{count} 个平方之和',
  'number.others': '全部 {count} 个乘积 − 列出的',
  'number.hint': '指向或点按一个数，或用 Tab 键移到它，即可看到它是怎么算出来的。',
};
