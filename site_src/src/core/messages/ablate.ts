/** The figure `ablate`. */
export const en = {
  'ablate.title': 'Next token after {token}, as the model is and without a part',
  'ablate.before': 'as it is',
  'ablate.after': 'without {part}',
  'ablate.part.head': 'head {head} of block {block}',
  'ablate.part.mlp': 'the MLP of block {block}',
  'ablate.part.positions': 'the positions',
  'ablate.part.mask': 'the causal mask',
  'ablate.remove': 'Remove',
  'ablate.option.head': 'a head',
  'ablate.option.mlp': 'an MLP',
  'ablate.option.positions': 'positions',
  'ablate.option.mask': 'the mask',
  'ablate.failed': 'This run failed ({code}). Choose something else, or run the model live again.',
  'ablate.live':
    'To see the prediction without {part}, the model has to run: choose “Run live” in the text box of this page.',
  'ablate.note':
    'The rows are the best tokens of the model as it is. Bars share one scale, 0 to {max}. KL divergence: how much more surprised one would be, per token, who trusts the model without the part where the whole one is right.',
  'ablate.run': 'Both columns were run just now, at the same precision.',
  'ablate.stored': 'Both columns were computed when this site was built, in fp32.',
  'ablate.describe': 'Without {part} the KL divergence is {kl} nats; the best token was {before} and is {after}.',
  'ablate.same': 'Without {part} the KL divergence is {kl} nats; the best token is still {before}.',
  'ablate.caption': 'Probability of the best tokens after {token}, with and without a part of the model',
} as const;

export const zh: Readonly<Record<keyof typeof en, string>> = {
  'ablate.title': '{token}之后的下一个词元：完整的模型，和去掉一部分的模型',
  'ablate.before': '完整的模型',
  'ablate.after': '去掉{part}',
  'ablate.part.head': '第 {block} 块的头 {head}',
  'ablate.part.mlp': '第 {block} 块的 MLP',
  'ablate.part.positions': '位置嵌入',
  'ablate.part.mask': '因果掩码',
  'ablate.remove': '去掉',
  'ablate.option.head': '一个头',
  'ablate.option.mlp': '一个 MLP',
  'ablate.option.positions': '位置嵌入',
  'ablate.option.mask': '掩码',
  'ablate.failed': '这次运行失败了（{code}）。请换一种选择，或重新实时运行模型。',
  'ablate.live': '要去掉{part}，得让模型运行起来：请点本页文本框下的“实时运行”。',
  'ablate.note':
    '各行是完整模型最看好的词元。所有条形用同一刻度，从 0 到 {max}。KL 散度：若完整模型是对的，而你相信的是去掉一部分的模型，平均每个词元会多意外多少。',
  'ablate.run': '两列都是刚刚以同样的精度运行得到的。',
  'ablate.stored': '两列都是构建本站时以 fp32 算出的。',
  'ablate.describe': '去掉{part}，KL 散度为 {kl} 奈特；首位词元原来是{before}，现在是{after}。',
  'ablate.same': '去掉{part}，KL 散度为 {kl} 奈特；首位词元仍是{before}。',
  'ablate.caption': '有和没有模型的某一部分时，{token}之后最可能的词元的概率',
};
