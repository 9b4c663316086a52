import { zh as ablate } from './ablate';
import { zh as allHeads } from './all-heads';
import { zh as generate } from './generate';
import { zh as kvCache } from './kv-cache';
import type { MessageKey } from './en';
import { zh as layernorm } from './layernorm';
import { zh as lens } from './lens';
import { zh as precision } from './precision';
import { zh as quiz } from './quiz';
import { zh as embedding } from './embedding';
import { zh as mlp } from './mlp';
import { zh as number } from './number';
import { zh as products } from './products';
import { zh as qkv } from './qkv';
import { zh as residual } from './residual';
import { zh as removals } from './removals';
import { zh as rounding } from './rounding';
import { zh as surprise } from './surprise';
import { zh as unfolded } from './unfolded';
import { zh as explorer } from './explorer';
import { zh as tokenizer } from './tokenizer';
import { zh as training } from './training';

export const zh: Readonly<Record<MessageKey, string>> = {
  ...explorer,
  ...number,
  ...unfolded,
  'tokens.summary': '词元 {tokens} 个，字符 {characters} 个，字节 {bytes} 个。',
  'tokens.label': '文本被切成 {tokens} 个词元：每个词元的位置、内容和编号。',
  'tokens.selected': '选中了第 {position} 个词元：{token}，编号 {id}。',
  'tokens.caption': '文本的词元',
  'tokens.joined': '由前面几个词元的字节拼成',
  'tokens.key': '每个方框：上面是词元，下面是位置和 # 编号。',
  'token.quoted': '“{token}”',
  'token.position': '（位置 {position}）',
  'token.space': '{mark} 是空格',
  'token.newline': '{mark} 是换行',
  'token.tab': '{mark} 是制表符',
  'token.byte': '{mark} 是某个字符的一个字节',
  'column.position': '位置',
  'column.token': '词元',
  'column.id': '编号',
  'column.bytes': '字节数',
  'column.key': '键',
  'column.head': '头',
  'column.weight': '权重',
  'column.logit': 'logit',
  'column.scaledLogit': 'logit ÷ T',
  'column.filtered': '筛选之后',
  'column.probability': '概率',
  'column.own': '模型本身的概率',
  'attention.queries': '查询',
  'attention.keys': '键',
  'attention.head': '头 {head}',
  'attention.title': '第 {block} 块，头 {head}',
  'attention.first': '首个',
  'attention.previous': '前一个',
  'attention.self': '自身',
  'attention.spread': '分散',
  'attention.measure': '{place} {share}',
  'attention.measures': '从第三行起的各行平均：首个词元 {first}，前一个词元 {previous}，自身 {self}。',
  'attention.kinds':
    '每个头下面：按第三行起的各行平均，权重最多落在哪里：首个词元、前一个词元还是自身；或者，在词元曾经出现过的各行里，落在它上次的后文上（归纳）。都不到 30% 则写“分散”。',
  'attention.miniLabel': '第 {block} 块的头 {head}。平均权重：首个词元 {first}，前一个词元 {previous}，自身 {self}。',
  'attention.miniLabelShort': '第 {block} 块的头 {head}。',
  'attention.matrixLabel': '第 {block} 块，头 {head} 的矩阵：{step}。{tokens} 行发出查询，{tokens} 列被查询。{row}',
  'attention.strongest': '{query}把最大的权重 {weight} 给了{key}。',
  'attention.cell': '{query}给{key}的权重是 {weight}。',
  'attention.cellMasked': '{query}看不到{key}：它在后面。',
  'attention.step.scores': 'q·k',
  'attention.step.scaled': 'q·k ÷ √{size}',
  'attention.step.masked': '加上因果掩码后',
  'attention.step.pattern': '注意力权重',
  'attention.short.scores': '相乘',
  'attention.short.scaled': '缩放',
  'attention.short.masked': '掩码',
  'attention.short.pattern': 'softmax',
  'attention.formula.scores': 'q·k',
  'attention.formula.scaled': '÷ √{size}',
  'attention.formula.masked': '后面：−∞',
  'attention.formula.pattern': '权重',
  'attention.stepsTitle': '{query}如何权衡它能看到的词元',
  'attention.stepsWait': '第 {block} 块的分数还没有载入。',
  'attention.worked': '以键{key}为例，一步步算',
  'attention.worked.masked.keep': '不在查询之后：保持 {value}',
  'attention.worked.masked.drop': '在查询之后：{value} 变成 −∞',
  'attention.worked.sum': '每个指数先减去这一行的最大分数 {max}，这样各项之和是 {sum}。',
  'attention.rowCaption': '第 {block} 块，头 {head}：从查询{query}（位置 {position}）到每个键',
  'attention.headsCaption': '第 {block} 块：第三行起各行的平均权重，以及{query}（位置 {position}）最看重的键',
  'attention.column.strongest': '最看重的键',
  'legend.weight': '注意力权重',
  'legend.masked': '被掩码：键在后面',
  'probabilities.after': '{token}之后的词元',
  'probabilities.own': '模型本身',
  'probabilities.ownHint': '温度为 1，不筛选',
  'probabilities.sampled': '按你的设置',
  'probabilities.temperature': 'T = {value}',
  'probabilities.topK': 'top-k = {value}',
  'probabilities.topP': 'top-p = {value}',
  'probabilities.greedy': 'T = 0：总取第一个',
  'probabilities.others': '其余 {count}',
  'probabilities.othersKept': '其中保留 {count} 个',
  'probabilities.cut': '{all} 个词元中留下 {kept} 个，以下的被去掉',
  'probabilities.removed': '去掉',
  'probabilities.entropy': '不确定度',
  'probabilities.entropyValue': '{nats} 奈特',
  'probabilities.choices': '相当于 {count} 个同样可能的词元',
  'probabilities.scale':
    '所有条形用同一刻度，从 0 到 {max}。上面的长条是整个词表：先是列出的 {listed} 个词元，后面是其余全部。',
  'probabilities.actual': '原文接下来是',
  'probabilities.actualValue': '{probability}，排名 {rank}',
  'probabilities.lastOnly':
    '温度和筛选需要每个词元的概率；这份记录只在最后一个位置保存了它们，这里显示模型本身的概率。',
  'probabilities.describe': '在{token}之后，最可能的下一个词元是{top}，概率 {probability}。',
  'probabilities.describeSampled':
    '在{token}之后，最可能的下一个词元是{top}：模型本身给 {own}，按设置之后是 {sampled}。',
  'probabilities.caption': '接在{token}（位置 {position}）之后的词元；列出 {all} 个中的 {count} 个',
  'probabilities.stripLabel': '列出的 {listed} 个词元：{share}。其余全部：{rest}。',
  ...ablate,
  ...allHeads,
  ...generate,
  ...kvCache,
  ...layernorm,
  ...lens,
  ...embedding,
  ...mlp,
  ...products,
  ...qkv,
  ...residual,
  ...removals,
  ...rounding,
  ...surprise,
  ...quiz,
  ...precision,
  ...tokenizer,
  ...training,
};
