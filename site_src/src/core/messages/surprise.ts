/** The figure `surprise`. */
export const en = {
  'surprise.title': 'How surprised the model was by each token of the text',
  'surprise.surprise': 'Surprise, nats',
  'surprise.expected': 'Best guess',
  'surprise.first': 'nothing stands before it: no guess',
  'surprise.average':
    'Average: {loss} nats. That is the loss on this text, like a choice among {choices} equally likely tokens.',
  'surprise.note':
    'Surprise is −ln of the probability that the model gave to this token before it saw it. Bars share one scale, 0 to {max}.',
  'surprise.short': 'A text of one token holds no question: nothing stands before it.',
  'surprise.describe':
    'Before {token} the model gave it {probability}: a surprise of {surprise} nats. It expected {best} most.',
  'surprise.describeFirst': 'Before {token} stands nothing that the model could have guessed it from.',
  'surprise.caption': 'Surprise at each token of the text; on average {loss} nats',
  'surprise.column.rank': 'rank',
  'surprise.column.expected': 'expected most',
} as const;

export const zh: Readonly<Record<keyof typeof en, string>> = {
  'surprise.title': '模型对文本中每个词元有多意外',
  'surprise.surprise': '意外程度，奈特',
  'surprise.expected': '它最看好的',
  'surprise.first': '前面什么也没有，无从猜起',
  'surprise.average': '平均：{loss} 奈特。这就是这段文本上的损失，相当于在 {choices} 个同样可能的词元中选一个。',
  'surprise.note':
    '意外程度是 −ln(概率)，这里的概率是模型在看到这个词元之前给它的概率。所有条形用同一刻度，从 0 到 {max}。',
  'surprise.short': '只有一个词元的文本里没有题目：它前面什么也没有。',
  'surprise.describe':
    '在{token}出现之前，模型给它的概率是 {probability}，意外程度 {surprise} 奈特；模型最看好的是{best}。',
  'surprise.describeFirst': '{token}前面什么也没有，模型无从猜起。',
  'surprise.caption': '文本中每个词元的意外程度；平均 {loss} 奈特',
  'surprise.column.rank': '名次',
  'surprise.column.expected': '最看好的词元',
};
