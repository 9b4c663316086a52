/** The figure `removals`. */
export const en = {
  'removals.title': 'How far the prediction after {token} moves without each part, in nats',
  'removals.heads': 'head',
  'removals.block': 'block',
  'removals.positions': 'positions',
  'removals.mask': 'causal mask',
  'removals.whole': 'all',
  'removals.note':
    'Each number is the KL divergence of one removal: 0 when nothing has changed. The colour grows with its square root, up to {max}.',
  'removals.none':
    'These numbers are computed for the example texts, and for models of few parts. Choose an example to see them; the figure that removes one part at a time works with every text.',
  'removals.caption': 'KL divergence of the prediction after {token} without each part',
  'removals.column.part': 'without',
  'removals.column.kl': 'KL divergence, nats',
  'removals.column.best': 'best token then',
} as const;

export const zh: Readonly<Record<keyof typeof en, string>> = {
  'removals.title': '逐一去掉每个部分，{token}之后的预测会变多少（奈特）',
  'removals.heads': '头',
  'removals.block': '块',
  'removals.positions': '位置嵌入',
  'removals.mask': '因果掩码',
  'removals.whole': '全部',
  'removals.note': '每个数是去掉一个部分之后的 KL 散度：毫无变化时为 0。颜色随它的平方根加深，最深为 {max}。',
  'removals.none':
    '这些数只为示例文本计算，并且只在部分不多的模型上计算。请选择一个示例来查看；每次去掉一个部分的那张图适用于任何文本。',
  'removals.caption': '逐一去掉每个部分时，{token}之后的预测的 KL 散度',
  'removals.column.part': '去掉',
  'removals.column.kl': 'KL 散度，奈特',
  'removals.column.best': '此时首位的词元',
};
