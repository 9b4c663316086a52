import type { Locale } from '../core/types';

const en = {
  start: 'Take the guided tour',
  goOn: (step: number) => `Go on at step ${step}`,
  again: 'Start again',
  own: 'Back to my own view',
  back: 'Back',
  next: 'Next',
  finish: 'Finish',
  close: 'Close the tour',
  fold: 'Fold the text away',
  unfold: 'Show the text',
  steps: 'Step of the tour',
  option: (step: number, title: string) => `${step}  ${title}`,
  status: (step: number, count: number, title: string) => `Step ${step} of ${count}: ${title}`,
  otherModel: (model: string) => `The numbers of this tour are those of ${model}; the picture shows another model.`,
};

export type TourWords = typeof en;

const zh: TourWords = {
  start: '开始导览',
  goOn: (step) => `从第 ${step} 步继续`,
  again: '从头开始',
  own: '回到我自己的画面',
  back: '上一步',
  next: '下一步',
  finish: '结束',
  close: '关闭导览',
  fold: '收起文字',
  unfold: '展开文字',
  steps: '导览的步骤',
  option: (step, title) => `${step}  ${title}`,
  status: (step, count, title) => `第 ${step} 步，共 ${count} 步：${title}`,
  otherModel: (model) => `导览中的数字来自 ${model}，而图中显示的是另一个模型。`,
};

export const tourWords: Readonly<Record<Locale, TourWords>> = { en, zh };
