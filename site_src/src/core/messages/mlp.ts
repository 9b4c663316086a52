/** The figure `mlp`. */
export const en = {
  'mlp.title': 'The {count} neurons of block {block}, at {token}',
  'mlp.chartLabel':
    'The tanh form of GELU, from {low} to {high}, with the neurons on it. {active} of {count} are above zero before it.',
  'mlp.before': 'before GELU →',
  'mlp.after': '↑ after',
  'mlp.curve': 'GELU: what each number becomes',
  'mlp.strongest': 'the {count} strongest neurons',
  'mlp.histogram': 'how many neurons lie there (at most {most})',
  'mlp.count': '{active} of the {count} neurons are above zero here. GELU brings the others close to zero.',
  'mlp.listTitle': 'The strongest neurons',
  'mlp.column.neuron': 'Neuron',
  'mlp.column.before': 'Before',
  'mlp.column.after': 'After GELU',
  'mlp.column.towards': 'Writes towards',
  'mlp.unknown': 'not stored',
  'mlp.workedTitle': 'Neuron {neuron}, worked out',
  'mlp.workedIn': 'Before GELU: all {size} numbers of the stream after ln_2 times its weights, plus the bias',
  'mlp.workedGelu': 'GELU({before}) = {after}. With this strength it adds its row of the second matrix to the stream.',
  'mlp.workedOut':
    'What that does to the logits, straight to the end (through ln_f and the unembedding alone), compared with the average token',
  'mlp.raises': 'raises most',
  'mlp.lowers': 'lowers most',
  'mlp.noWeights':
    'The weights of neuron {neuron} are not stored for this text: they are of the strongest at the last token.',
  'mlp.wait': 'The numbers of block {block} are not loaded yet.',
  'mlp.describe':
    'Block {block} at {token}: neuron {neuron} goes from {before} to {after} in GELU. {active} of {count} neurons are above zero.',
  'mlp.caption': 'The strongest neurons of block {block} at {token} (position {position})',
} as const;

export const zh: Readonly<Record<keyof typeof en, string>> = {
  'mlp.title': '第 {block} 块的 {count} 个神经元，在{token}处',
  'mlp.chartLabel':
    'tanh 形式的 GELU，从 {low} 到 {high}，神经元都在曲线上。{count} 个中有 {active} 个在它之前大于零。',
  'mlp.before': 'GELU 之前 →',
  'mlp.after': '↑ 之后',
  'mlp.curve': 'GELU：每个数变成什么',
  'mlp.strongest': '最强的 {count} 个神经元',
  'mlp.histogram': '那里有多少个神经元（最多 {most} 个）',
  'mlp.count': '{count} 个神经元中有 {active} 个大于零。GELU 把其余的压到接近零。',
  'mlp.listTitle': '最强的神经元',
  'mlp.column.neuron': '神经元',
  'mlp.column.before': '之前',
  'mlp.column.after': 'GELU 之后',
  'mlp.column.towards': '写向',
  'mlp.unknown': '未保存',
  'mlp.workedTitle': '展开计算第 {neuron} 个神经元',
  'mlp.workedIn': 'GELU 之前：经过 ln_2 的残差流的全部 {size} 个数乘以它的权重，再加偏置',
  'mlp.workedGelu': 'GELU({before}) = {after}。它以这个强度把第二个矩阵中自己的那一行加到残差流上。',
  'mlp.workedOut': '这对 logit 的直接影响（只经过 ln_f 和反嵌入），与平均的词元相比',
  'mlp.raises': '提高最多',
  'mlp.lowers': '降低最多',
  'mlp.noWeights': '这段文本没有保存第 {neuron} 个神经元的权重：只保存了最后一个词元处最强的那些。',
  'mlp.wait': '第 {block} 块的数还没有载入。',
  'mlp.describe':
    '第 {block} 块，{token}：第 {neuron} 个神经元经过 GELU 从 {before} 变为 {after}。{count} 个神经元中有 {active} 个大于零。',
  'mlp.caption': '第 {block} 块在{token}（位置 {position}）处最强的神经元',
};
