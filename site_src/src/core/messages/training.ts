/** The figure `training`. */
export const en = {
  'training.none':
    'This text was not followed through the training. Choose one that was: it is marked so in its reason.',
  'training.title': 'After step {step}: {tokens} tokens read',
  'training.untrained': 'Before the first step: nothing read yet',
  'training.predicts': 'Next token after {token}, as the model of this step sees it',
  'training.lossTitle': 'Loss: how surprised it is by each token, on average',
  'training.loss': 'On text it never trained on: {loss} nats, like {choices} equally likely tokens.',
  'training.own': 'on the text it trains on',
  'training.held': 'on text it never reads, at the stored steps',
  'training.steps': 'step; each mark on the axis is about twice the one before',
  'training.chart': 'Loss over the training: from {first} nats before the first step to {last} after step {steps}.',
  'training.head': 'Block {block}, head {head}: attention weights after this step',
  'training.describe':
    'After step {step}, the most probable next token is {top} with {probability}; the loss is {loss} nats.',
  'training.caption': 'The training at the steps that were stored, and what comes after {token}',
  'training.column.step': 'step',
  'training.column.tokens': 'tokens read',
  'training.column.loss': 'validation loss, nats',
  'training.column.top': 'most probable token',
} as const;

export const zh: Readonly<Record<keyof typeof en, string>> = {
  'training.none': '训练过程中没有跟踪这段文本。请选一段被跟踪的文本：它的说明里写明了这一点。',
  'training.title': '第 {step} 步之后：已读 {tokens} 个词元',
  'training.untrained': '第一步之前：还什么都没有读',
  'training.predicts': '这一步的模型认为，{token}之后会是',
  'training.lossTitle': '损失：平均每个词元有多出乎它的意料',
  'training.loss': '在从未训练过的文本上：{loss} 奈特，相当于 {choices} 个同样可能的词元。',
  'training.own': '在训练文本上',
  'training.held': '在它从不读的文本上（保存下来的各步）',
  'training.steps': '步数；轴上每个标记约是前一个的两倍',
  'training.chart': '训练中的损失：从第一步之前的 {first} 奈特到第 {steps} 步之后的 {last} 奈特。',
  'training.head': '第 {block} 块，头 {head}：这一步之后的注意力权重',
  'training.describe': '第 {step} 步之后，最可能的下一个词元是{top}，概率 {probability}；损失为 {loss} 奈特。',
  'training.caption': '保存下来的各训练步，以及{token}之后最可能的词元',
  'training.column.step': '步',
  'training.column.tokens': '已读词元',
  'training.column.loss': '验证损失（奈特）',
  'training.column.top': '最可能的词元',
};
