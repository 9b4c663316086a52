/** The figure `explorer`: the whole model on one screen. */
export const en = {
  'explorer.block': 'Block {block}',
  'explorer.head': 'head {head}',
  'explorer.embed': 'embed',
  'explorer.weights': 'weights',
  'explorer.flows': 'weight × value',
  'explorer.after': 'what comes after {token}',
  'explorer.label':
    'The whole model for {tokens} tokens, block {block} open, head {head}. {row} After it the most probable token is {top}, {share}.',
  'explorer.caption': 'What flows into {token} (position {position}) in block {block}, head {head}',
  'explorer.column.length': 'length of v',
  'explorer.column.flow': 'weight × length',
  'explorer.legend.stripes':
    'A vector: each stripe is the mean of {stream} neighbouring numbers (of {head} in q, k, v and z; in the MLP the largest of {hidden}).',
  'explorer.legend.range':
    'Strongest colours, for that and all beyond: ±{stream} in the stream, ±{embedded} in the embedding, ±{head} in q, k, v and z, ±{written} in what is added, ±{hidden} in the MLP.',
  'explorer.legend.flow':
    'What a token takes from another: as wide as the attention weight times the length of the value.',
  'explorer.legend.weight': 'Attention weight, in the small pictures of all heads: the depth of the colour.',
  'explorer.legend.weight.dots':
    'Attention weight: the area of the dot; in the small pictures, the depth of the colour.',
  'explorer.legend.weight.cells': 'Attention weight: the depth of the colour.',
  'explorer.legend.share':
    '{attention}What attention adds to a token’s stream, {mlp}what the MLP adds: length ÷ (its length + the stream’s), out of a full bar or the stream’s thickness.',
  'explorer.kept': 'k, v kept',
  'explorer.legend.excerpt':
    'The text has {whole} tokens; the picture shows {count} of them, {from} to {to}, and moves with the chosen token.',
  'explorer.wait': 'The vectors of block {block} are not loaded yet.',
} as const;

export const zh: Readonly<Record<keyof typeof en, string>> = {
  'explorer.block': '第 {block} 块',
  'explorer.head': '头 {head}',
  'explorer.embed': '嵌入',
  'explorer.weights': '权重',
  'explorer.flows': '权重 × 值',
  'explorer.after': '{token} 之后',
  'explorer.label':
    '整个模型，{tokens} 个词元，展开第 {block} 块，头 {head}。{row}其后最可能的词元是{top}，概率 {share}。',
  'explorer.caption': '第 {block} 块、头 {head} 中流入{token}（位置 {position}）的内容',
  'explorer.column.length': 'v 的长度',
  'explorer.column.flow': '权重 × 长度',
  'explorer.legend.stripes':
    '一个向量。每条竖纹是 {stream} 个相邻数的平均（q、k、v、z 中是 {head} 个；MLP 神经元中取 {hidden} 个里绝对值最大的）。',
  'explorer.legend.range':
    '最深的颜色表示：残差流 ±{stream}，嵌入 ±{embedded}，q、k、v、z ±{head}，加上的向量 ±{written}，MLP ±{hidden}，更大的同色。',
  'explorer.legend.flow': '一个词元从另一个词元取得的内容：宽度是注意力权重乘以值的长度。',
  'explorer.legend.weight': '各个头的小图里的注意力权重：颜色的深浅。',
  'explorer.legend.weight.dots': '注意力权重：圆点的面积；在小图里是颜色的深浅。',
  'explorer.legend.weight.cells': '注意力权重：颜色的深浅。',
  'explorer.legend.share':
    '{attention}注意力加到词元残差流上的量，{mlp}MLP 加上的量：其长度 ÷（其长度 + 残差流的长度），占一整条或残差流粗细的比例。',
  'explorer.kept': 'k、v 沿用',
  'explorer.legend.excerpt': '这段文本有 {whole} 个词元，图中显示其中 {count} 个（{from} 至 {to}），随所选词元移动。',
  'explorer.wait': '第 {block} 块的向量尚未载入。',
};
