/** The figure `attention` with all heads of all blocks. */
export const en = {
  'attention.induction': 'induction',
  'attention.all.previous': 'Previous token',
  'attention.all.induction': 'Induction: what followed the same token before',
  'attention.all.first': 'First token',
  'attention.all.self': 'The token itself',
  'attention.all.spread': 'Spread out',
  'attention.all.unmeasured': 'All heads',
  'attention.all.count': '({count})',
  'attention.all.kind': 'measured kind',
  'attention.all.note':
    'Block.head, both from 0. A head stands where most of its weight goes on this text, on average over the rows from the third on (induction: over the rows whose token came before), the clearest first; spread out if no place gets 30%.',
  'attention.all.binned': 'The text is long: each pixel is the mean of {bin} × {bin} weights.',
  'attention.all.caption': 'All heads, by what they were measured to do on this text: mean weights',
  'attention.all.describe': '{title}. {kind}, mean weight {share}.',
} as const;

export const zh: Readonly<Record<keyof typeof en, string>> = {
  'attention.induction': '归纳',
  'attention.all.previous': '前一个词元',
  'attention.all.induction': '归纳：同一词元上次出现之后的词元',
  'attention.all.first': '首个词元',
  'attention.all.self': '词元自身',
  'attention.all.spread': '分散',
  'attention.all.unmeasured': '全部注意力头',
  'attention.all.count': '（{count} 个）',
  'attention.all.kind': '测得的类型',
  'attention.all.note':
    '编号为“块.头”，都从 0 开始。每个头归入这段文本中它的权重最多落到的一类：按第三行起的各行平均（归纳：按词元曾出现过的各行平均），最明显的排在前面；哪里都不到 30% 则算分散。',
  'attention.all.binned': '文本较长：每个像素是 {bin} × {bin} 个权重的平均。',
  'attention.all.caption': '全部注意力头，按在这段文本上测得的类型排列：平均权重',
  'attention.all.describe': '{title}。{kind}，平均权重 {share}。',
};
