/** The figure `rounding`. */
export const en = {
  'rounding.title': '32 weights in a row, and the marks of a ruler with {bits} bits',
  'rounding.which':
    'Weights {from} to {to} of the column of W_Q that makes number {dim} of the query of head {head}, block {block}',
  'rounding.weights': 'the weights, in 32 bits',
  'rounding.marks': 'the marks: {count} values, {scale} apart',
  'rounding.worked':
    'Weight {weight}: {value} lies nearest to mark {mark}. It is read as {mark} × {scale} = {read}, off by {error}.',
  'rounding.sum':
    'On average a weight moves by {mean}, which is {share} of the average weight. Stored: {stored} bits a weight, the scale included.',
  'rounding.negative':
    'The scale is negative: the largest weight is positive, and there is one mark more on the negative side, where it is put.',
  'rounding.note':
    'The scale is rounded to 16 bits, and chosen as the project’s own rounding does: with 8 bits so that the largest weight fits, with fewer so that the squared error is least. {published}',
  'rounding.published.some':
    'The variant q{bits} has such rulers, but chooses the marks one after the other, so that they make up for each other’s errors.',
  'rounding.published.few': 'No published variant has so few bits.',
  'rounding.bits': 'Bits',
  'rounding.group': 'Weights',
  'rounding.none': 'The weights of this text are not stored. Choose an example text to see them.',
  'rounding.label':
    'A line with the {count} marks between {low} and {high}; each weight is joined to its nearest mark.',
  'rounding.describe': 'With {bits} bits, weight {weight}, {value}, is read as {read}.',
  'rounding.caption': 'The 32 weights from {from} to {to}, and what {bits} bits make of them',
  'rounding.column.number': 'number',
  'rounding.column.weight': 'weight',
  'rounding.column.mark': 'mark',
  'rounding.column.read': 'read as',
  'rounding.column.error': 'off by',
} as const;

export const zh: Readonly<Record<keyof typeof en, string>> = {
  'rounding.title': '相邻的 32 个权重，和一把 {bits} 位的尺子上的刻度',
  'rounding.which':
    '第 {block} 块、头 {head} 的查询中第 {dim} 个数由 W_Q 的一列算出；这是该列的第 {from} 到 {to} 个权重',
  'rounding.weights': '权重，32 位',
  'rounding.marks': '刻度：{count} 个值，相距 {scale}',
  'rounding.worked': '第 {weight} 个权重 {value} 离刻度 {mark} 最近，读作 {mark} × {scale} = {read}，差 {error}。',
  'rounding.sum': '平均每个权重移动 {mean}，是权重平均大小的 {share}。存储：每个权重 {stored} 位，含缩放系数。',
  'rounding.negative': '缩放系数是负的：最大的权重是正数，而负的一侧多一个刻度，就把它放在那里。',
  'rounding.note':
    '缩放系数本身舍入到 16 位，选法与本项目自己的舍入相同：8 位时让最大的权重正好放得下，位数更少时让误差的平方和最小。{published}',
  'rounding.published.some': '变体 q{bits} 用的也是这样的尺子，但刻度是一个接一个选的，后面的会补偿前面的误差。',
  'rounding.published.few': '本站的变体都没有用这么少的位。',
  'rounding.bits': '位数',
  'rounding.group': '权重',
  'rounding.none': '这段文本没有保存权重。请选择一个示例文本来查看。',
  'rounding.label': '一条线，上面是 {low} 到 {high} 之间的 {count} 个刻度；每个权重连到离它最近的刻度。',
  'rounding.describe': '用 {bits} 位，第 {weight} 个权重 {value} 读作 {read}。',
  'rounding.caption': '第 {from} 到 {to} 个权重，以及用 {bits} 位存储的结果',
  'rounding.column.number': '序号',
  'rounding.column.weight': '权重',
  'rounding.column.mark': '刻度',
  'rounding.column.read': '读作',
  'rounding.column.error': '相差',
};
