/** The figure `quiz`. */
export const en = {
  'quiz.matrix': 'Attention weights of block {block}, head {head}, covered until the answer is shown.',
  'quiz.masked': 'Every cell above the diagonal: there the key comes after the query.',
} as const;

export const zh: Readonly<Record<keyof typeof en, string>> = {
  'quiz.matrix': '第 {block} 块，头 {head} 的注意力权重，显示答案之前被遮住。',
  'quiz.masked': '对角线以上的每一格：那里的键在查询之后。',
};
