import { en as ablate } from './ablate';
import { en as allHeads } from './all-heads';
import { en as generate } from './generate';
import { en as kvCache } from './kv-cache';
import { en as layernorm } from './layernorm';
import { en as lens } from './lens';
import { en as precision } from './precision';
import { en as quiz } from './quiz';
import { en as explorer } from './explorer';
import { en as embedding } from './embedding';
import { en as mlp } from './mlp';
import { en as number } from './number';
import { en as products } from './products';
import { en as qkv } from './qkv';
import { en as residual } from './residual';
import { en as removals } from './removals';
import { en as rounding } from './rounding';
import { en as surprise } from './surprise';
import { en as unfolded } from './unfolded';
import { en as tokenizer } from './tokenizer';
import { en as training } from './training';

/** Every text inside a drawing. {name} is a place for a value. Newer figures have a file of their own, in both languages. */
export const en = {
  ...explorer,
  ...number,
  ...unfolded,
  'tokens.summary': 'Tokens: {tokens}, characters: {characters}, bytes: {bytes}.',
  'tokens.label': 'The text as {tokens} tokens. Position, text and id of each.',
  'tokens.selected': 'Token {position} is selected: {token}, id {id}.',
  'tokens.caption': 'The tokens of the text',
  'tokens.joined': 'the bytes of the tokens before it, put together',
  'tokens.key': 'In a box: the token; below it its position, and # its id.',
  'token.quoted': '“{token}”',
  'token.position': ' (position {position})',
  'token.space': '{mark} is a space',
  'token.newline': '{mark} is a new line',
  'token.tab': '{mark} is a tab',
  'token.byte': '{mark} is one byte of a character',
  'column.position': 'position',
  'column.token': 'token',
  'column.id': 'id',
  'column.bytes': 'bytes',
  'column.key': 'key',
  'column.head': 'head',
  'column.weight': 'weight',
  'column.logit': 'logit',
  'column.scaledLogit': 'logit ÷ T',
  'column.filtered': 'after the filters',
  'column.probability': 'probability',
  'column.own': 'model’s own probability',
  'attention.queries': 'query',
  'attention.keys': 'key',
  'attention.head': 'Head {head}',
  'attention.title': 'Block {block}, head {head}',
  'attention.first': 'first',
  'attention.previous': 'previous',
  'attention.self': 'itself',
  'attention.spread': 'spread out',
  'attention.measure': '{place} {share}',
  'attention.measures':
    'Mean over the rows from the third on: {first} on the first token, {previous} on the previous one, {self} on the token itself.',
  'attention.kinds':
    'Below each head: where its weight goes most, on average over the rows from the third on: to the first token, to the previous one or to the token itself; or, in rows whose token came before, to what followed it then (induction). “Spread out” if none of them gets 30%.',
  'attention.miniLabel':
    'Head {head} of block {block}. Mean weight on the first token {first}, on the previous one {previous}, on the token itself {self}.',
  'attention.miniLabelShort': 'Head {head} of block {block}.',
  'attention.matrixLabel':
    'Matrix of block {block}, head {head}: {step}. {tokens} rows ask, {tokens} columns are asked. {row}',
  'attention.strongest': '{query} gives its largest weight, {weight}, to {key}.',
  'attention.cell': '{query} gives {key} a weight of {weight}.',
  'attention.cellMasked': '{query} cannot see {key}: it comes later.',
  'attention.step.scores': 'q·k',
  'attention.step.scaled': 'q·k ÷ √{size}',
  'attention.step.masked': 'after the causal mask',
  'attention.step.pattern': 'attention weights',
  'attention.short.scores': 'multiply',
  'attention.short.scaled': 'scale',
  'attention.short.masked': 'mask',
  'attention.short.pattern': 'softmax',
  'attention.formula.scores': 'q·k',
  'attention.formula.scaled': '÷ √{size}',
  'attention.formula.masked': 'later: −∞',
  'attention.formula.pattern': 'weight',
  'attention.stepsTitle': 'How {query} weighs what it can see',
  'attention.stepsWait': 'The scores of block {block} are not loaded yet.',
  'attention.worked': 'The same for the key {key}, worked out',
  'attention.worked.masked.keep': 'not later than the query: it stays {value}',
  'attention.worked.masked.drop': 'later than the query: {value} becomes −∞',
  'attention.worked.sum':
    'The largest score of the row, {max}, is taken out of each power; the powers then add up to {sum}.',
  'attention.rowCaption': 'Block {block}, head {head}: from the query {query} (position {position}) to each key',
  'attention.headsCaption':
    'Block {block}: mean weight over the rows from the third on, and the strongest key of {query} (position {position})',
  'attention.column.strongest': 'strongest key',
  'legend.weight': 'Attention weight',
  'legend.masked': 'masked: the key comes later',
  'probabilities.after': 'Next token after {token}',
  'probabilities.own': 'Model’s own',
  'probabilities.ownHint': 'temperature 1, no filter',
  'probabilities.sampled': 'After your settings',
  'probabilities.temperature': 'T = {value}',
  'probabilities.topK': 'top-k = {value}',
  'probabilities.topP': 'top-p = {value}',
  'probabilities.greedy': 'T = 0: always the first',
  'probabilities.others': '{count} other tokens',
  'probabilities.othersKept': '{count} of them kept',
  'probabilities.cut': '{kept} of {all} tokens stay; those below are cut',
  'probabilities.removed': 'cut',
  'probabilities.entropy': 'Uncertainty',
  'probabilities.entropyValue': '{nats} nats',
  'probabilities.choices': 'like {count} equally likely tokens',
  'probabilities.scale':
    'Bars of one scale, 0 to {max}. The strip on top is the whole vocabulary: {listed} listed tokens, then all others.',
  'probabilities.actual': 'In the text comes',
  'probabilities.actualValue': '{probability}, rank {rank}',
  'probabilities.lastOnly':
    'Temperature and filters need every token’s probability. This trace has them after the last position only; here you see the model’s own.',
  'probabilities.describe': 'After {token}, the most probable next token is {top} with {probability}.',
  'probabilities.describeSampled':
    'After {token}, the most probable next token is {top}: {own} by the model itself, {sampled} after the settings.',
  'probabilities.caption': 'Next token after {token} (position {position}); {count} tokens listed of {all}',
  'probabilities.stripLabel': '{listed} listed tokens: {share}. All others: {rest}.',
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
} as const;

export type MessageKey = keyof typeof en;
