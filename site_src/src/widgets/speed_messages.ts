import type { Locale } from '../core/types';

/** The words of gf-speed. */
export interface SpeedMessages {
  /** What running the model is for, on this page. */
  readonly hint: string;
  readonly measure: string;
  readonly again: string;
  readonly stop: string;
  readonly measuring: (done: number, rounds: number) => string;
  readonly failed: string;
  readonly caption: (model: string, variant: string, provider: string) => string;
  readonly what: string;
  readonly time: string;
  readonly rate: string;
  readonly read: (tokens: number) => string;
  readonly write: (tokens: number) => string;
  readonly milliseconds: (value: string) => string;
}

export const speedMessages: Readonly<Record<Locale, SpeedMessages>> = {
  en: {
    hint: 'Run the model in this browser, and measure here how long it takes to read and to write.',
    measure: 'Measure it here',
    again: 'Measure again',
    stop: 'Stop',
    measuring: (done, rounds) => `Measuring: ${done} of ${rounds} rounds.`,
    failed: 'The measurement could not be finished.',
    caption: (model, variant, provider) => `${model}, ${variant}, on ${provider}, in this browser`,
    what: 'what',
    time: 'time a token',
    rate: 'tokens a second',
    read: (tokens) => `reading ${tokens} tokens`,
    write: (tokens) => `writing after ${tokens} tokens`,
    milliseconds: (value) => `${value} ms`,
  },
  zh: {
    hint: '让模型在这个浏览器里运行起来，就能在这里测量读和写各要多久。',
    measure: '在这里测量',
    again: '再测一次',
    stop: '停止',
    measuring: (done, rounds) => `正在测量：第 ${done} 轮，共 ${rounds} 轮。`,
    failed: '测量未能完成。',
    caption: (model, variant, provider) => `${model}，${variant}，${provider}，在此浏览器中`,
    what: '项目',
    time: '每个词元用时',
    rate: '每秒词元数',
    read: (tokens) => `读入 ${tokens} 个词元`,
    write: (tokens) => `在 ${tokens} 个词元之后书写`,
    milliseconds: (value) => `${value} 毫秒`,
  },
};
