import type { Locale } from '../core/types';

const en = {
  group: 'Write on',
  back: 'Back',
  step: 'Next token',
  play: 'Play',
  pause: 'Pause',
  stop: 'Stop',
  pace: 'Speed',
  paces: { slow: 'slow', normal: 'normal', fast: 'fast' },
  seed: 'Seed',
  otherSeed: 'Another seed',
  stopAt: 'Stop at a text',
  nowhere: 'none',
  redraw: (token: string) => `Draw “${token}” again`,
  redrawHint: 'Takes back this token and all after it, and draws here with another seed.',
  choose: (token: string) => `Take “${token}” instead`,
  progress: (done: number, target: number) => `${done} of ${target} tokens`,
  written: (count: number) => `${count} ${count === 1 ? 'token' : 'tokens'} written`,
  cost: (milliseconds: string, tokens: number) =>
    tokens === 0
      ? 'the last one’s list was known already'
      : `the last one in ${milliseconds} ms, with ${tokens} ${tokens === 1 ? 'token' : 'tokens'} through the model`,
  halts: {
    end: 'The model has ended the text: it drew <|endoftext|>. Go back, or draw another token.',
    context: 'The context is full: the model reads no longer texts.',
    stop: (text: string) => `It stopped, as “${text}” was written. Play goes on from here.`,
    'not-live': (count: number) =>
      count > 1
        ? `The next ${count} tokens are not stored: the model itself has to write them, in this browser.`
        : 'From here on the model itself has to write, in this browser.',
    failed: (code: string) => `The run failed (${code}). Try again, or load the model again.`,
  },
};

export type WritingWords = typeof en;

const zh: WritingWords = {
  group: '接着写',
  back: '后退',
  step: '下一个词元',
  play: '播放',
  pause: '暂停',
  stop: '停止',
  pace: '速度',
  paces: { slow: '慢', normal: '中', fast: '快' },
  seed: '种子',
  otherSeed: '换一个种子',
  stopAt: '写到这里停',
  nowhere: '无',
  redraw: (token) => `重新抽取“${token}”`,
  redrawHint: '收回这个词元和它之后的全部词元，换一个种子在此重新抽取。',
  choose: (token) => `改用“${token}”`,
  progress: (done, target) => `${done} / ${target} 个词元`,
  written: (count) => `已写 ${count} 个词元`,
  cost: (milliseconds, tokens) =>
    tokens === 0 ? '上一个的清单是现成的' : `上一个用了 ${milliseconds} 毫秒，${tokens} 个词元经过模型`,
  halts: {
    end: '模型结束了这段文本：它抽到了 <|endoftext|>。可以后退，或抽取另一个词元。',
    context: '上下文已满：模型读不了更长的文本。',
    stop: (text) => `写到“${text}”，停下了。按“播放”可以接着写。`,
    'not-live': (count) =>
      count > 1
        ? `接下来的 ${count} 个词元没有存储，要由模型在浏览器中自己写出。`
        : '从这里起，要由模型在浏览器中自己写下去。',
    failed: (code) => `运行失败（${code}）。请重试，或重新载入模型。`,
  },
};

/** The words of what writes on from a text. */
export const writingWords: Readonly<Record<Locale, WritingWords>> = { en, zh };
