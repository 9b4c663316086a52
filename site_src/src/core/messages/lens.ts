/** The figure `lens`. */
export const en = {
  'lens.gridLabel':
    'Logit lens: {layers} rows, the start and each block; {tokens} columns, one a position. Each cell has the token on top. {sentence}',
  'lens.start': 'start',
  'lens.block': 'block {block}',
  'lens.layer': 'After',
  'lens.after': 'after →',
  'lens.legend': 'Probability of the token on top',
  'lens.followTitle': 'After {token}, layer by layer: {followed} on its way',
  'lens.top': 'On top',
  'lens.rank': 'Rank of {followed}',
  'lens.probability': 'Its probability',
  'lens.note':
    'The last row is the model’s own prediction. The rows above read the stream early, with the same ln_f and unembedding: what it would say if it stopped there. Ranks count all {all} tokens; bars of ranks are logarithmic, full at rank 1.',
  'lens.missing': 'The logit lens was not computed for this text.',
  'lens.describe':
    'After {token}, read after {layer}: {top} is on top with {probability}. {followed} has rank {rank}, {followedProbability}; at the end rank {finalRank}, {finalProbability}.',
  'lens.caption': 'The logit lens after {token} (position {position}), and {followed} on its way',
  'lens.column.layer': 'read after',
  'lens.column.top': 'token on top',
  'lens.column.topProbability': 'its probability',
  'lens.column.followedRank': 'rank of {followed}',
  'lens.column.followedProbability': 'probability of {followed}',
} as const;

export const zh: Readonly<Record<keyof typeof en, string>> = {
  'lens.gridLabel':
    'logit 透镜：{layers} 行，从开头到每一块；{tokens} 列，每列一个位置。每格写着排在首位的词元。{sentence}',
  'lens.start': '开头',
  'lens.block': '第 {block} 块',
  'lens.layer': '读取处',
  'lens.after': '接在 →',
  'lens.legend': '首位词元的概率',
  'lens.followTitle': '接在{token}之后，逐层看：{followed}的变化',
  'lens.top': '首位',
  'lens.rank': '{followed}排名',
  'lens.probability': '它的概率',
  'lens.note':
    '最后一行就是模型的预测。上面各行用同样的 ln_f 和反嵌入提前读出残差流：如果停在那里，它会说什么。排名在全部 {all} 个词元中计算；排名的条形是对数刻度，第 1 名时满格。',
  'lens.missing': '这段文本没有计算 logit 透镜。',
  'lens.describe':
    '接在{token}之后，在{layer}处读出：首位是{top}，概率 {probability}。{followed}排名 {rank}，概率 {followedProbability}；最后排名 {finalRank}，概率 {finalProbability}。',
  'lens.caption': '接在{token}（位置 {position}）之后的 logit 透镜，以及{followed}的变化',
  'lens.column.layer': '读取处',
  'lens.column.top': '首位词元',
  'lens.column.topProbability': '它的概率',
  'lens.column.followedRank': '{followed}的排名',
  'lens.column.followedProbability': '{followed}的概率',
};
