/** The figure `qkv`. */
export const en = {
  'qkv.title': 'Block {block}, head {head}: what {token} turns into',
  'qkv.x': 'x: the stream after ln_1, {size} numbers',
  'qkv.q': 'q, the query: what it looks for',
  'qkv.k': 'k, the key: what it can be found by',
  'qkv.v': 'v, the value: what it hands over',
  'qkv.size': '{size} numbers, length {length}',
  'qkv.sum':
    'Number {dim} of {vector}: all {size} numbers of x times column {dim} of the head’s {matrix}, plus the bias',
  'qkv.noWeights': 'The weights behind this vector are not stored for this text. Choose an example text to see them.',
  'qkv.wait': 'The numbers of block {block} are not loaded yet.',
  'qkv.describe':
    'In block {block}, head {head}, number {dim} of {vector} at {token} is {total}; the largest of its {size} products is {largest}.',
  'qkv.caption': 'Block {block}, head {head} at {token} (position {position}): query, key and value, number by number',
  'qkv.column.number': 'number',
  'qkv.vector': 'Worked out',
  'qkv.allTitle': 'Block {block}, head {head}: three vectors for every token',
  'qkv.Q': 'Q, the queries',
  'qkv.K': 'K, the keys',
  'qkv.V': 'V, the values',
  'qkv.stack': '{rows} × {size} numbers, ±{range}',
  'qkv.allCaption': 'Block {block}, head {head}: query, key and value of every token, number by number',
  'qkv.describeAll': 'At {token} the query has length {q}, the key {k}, the value {v}.',
} as const;

export const zh: Readonly<Record<keyof typeof en, string>> = {
  'qkv.title': '第 {block} 块，头 {head}：{token}变成了什么',
  'qkv.x': 'x：经过 ln_1 的残差流，{size} 个数',
  'qkv.q': 'q，查询：它在找什么',
  'qkv.k': 'k，键：别人凭什么找到它',
  'qkv.v': 'v，值：它交出什么',
  'qkv.size': '{size} 个数，长度 {length}',
  'qkv.sum': '{vector} 的第 {dim} 个数：x 的全部 {size} 个数乘以该头 {matrix} 的第 {dim} 列，再加偏置',
  'qkv.noWeights': '这段文本没有保存这个向量背后的权重。请选择一个示例文本来查看。',
  'qkv.wait': '第 {block} 块的数还没有载入。',
  'qkv.describe':
    '第 {block} 块，头 {head}，{token}处 {vector} 的第 {dim} 个数是 {total}；它的 {size} 个乘积中最大的是 {largest}。',
  'qkv.caption': '第 {block} 块，头 {head}，{token}（位置 {position}）：查询、键和值，逐个列出',
  'qkv.column.number': '序号',
  'qkv.vector': '展开计算',
  'qkv.allTitle': '第 {block} 块，头 {head}：每个词元的三个向量',
  'qkv.Q': 'Q，所有的查询',
  'qkv.K': 'K，所有的键',
  'qkv.V': 'V，所有的值',
  'qkv.stack': '{rows} × {size} 个数，±{range}',
  'qkv.allCaption': '第 {block} 块，头 {head}：每个词元的查询、键和值，逐个列出',
  'qkv.describeAll': '在{token}处，查询的长度是 {q}，键是 {k}，值是 {v}。',
};
