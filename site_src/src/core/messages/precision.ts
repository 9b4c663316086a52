/** The figure `precision`. */
export const en = {
  'precision.none': 'For this text only one precision is known. Choose an example to compare them.',
  'precision.title': 'Next token after {token}, at each precision',
  'precision.bits': '{bits} bits a weight',
  'precision.megabytes': '{size} MB',
  'precision.reference': 'the reference',
  'precision.kl': 'KL {kl} nats',
  'precision.best': 'best here: {token}',
  'precision.note':
    'The rows are the best tokens of the full model. Bars share one scale, 0 to {max}. KL divergence: how much more surprised one would be, per token, who trusts the rounded model where the full one is right.',
  'precision.describe': 'At {name}, {token} has {probability}; the KL divergence from the full model is {kl} nats.',
  'precision.caption': 'Probability of the full model’s best tokens after {token}, at each precision',
} as const;

export const zh: Readonly<Record<keyof typeof en, string>> = {
  'precision.none': '这段文本只有一种精度的结果。请选一个示例来比较。',
  'precision.title': '各种精度下{token}之后的下一个词元',
  'precision.bits': '{bits} 位权重',
  'precision.megabytes': '{size} MB',
  'precision.reference': '参照',
  'precision.kl': 'KL {kl} 奈特',
  'precision.best': '此处首位：{token}',
  'precision.note':
    '各行是完整模型最看好的词元。所有条形用同一刻度，从 0 到 {max}。KL 散度：若完整模型是对的，而你相信的是舍入后的模型，平均每个词元会多意外多少。',
  'precision.describe': '在 {name} 下，{token}的概率是 {probability}；与完整模型的 KL 散度为 {kl} 奈特。',
  'precision.caption': '各种精度下，完整模型最看好的词元在{token}之后的概率',
};
