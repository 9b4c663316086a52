import type { Locale } from '../core/types';

const en = {
  group: 'Take it with you',
  link: 'Copy link',
  svg: 'Save SVG',
  png: 'Save PNG',
  trace: 'Save trace',
  traceHint: 'The numbers of this text as a safetensors file, for Python',
  copied: 'Link copied: it opens this view.',
  copyYourself: 'This browser did not let the page copy. Here is the link:',
  working: 'Preparing the file …',
  saved: (name: string) => `Saved as ${name}`,
  failed: {
    svg: 'The picture could not be made. A screenshot of the page shows the same.',
    png: 'This browser did not give the picture as PNG. Save it as SVG: browsers and drawing programs open that.',
    trace: 'The numbers could not be had. Check the connection, then try again.',
  },
  place: (block: number, head: number, token: string, position: number) =>
    `block ${block}, head ${head}, token ${position}: ${token}`,
  text: (text: string) => `“${text}”`,
};

export type TakeawayWords = typeof en;

const zh: TakeawayWords = {
  group: '带走',
  link: '复制链接',
  svg: '存为 SVG',
  png: '存为 PNG',
  trace: '保存轨迹',
  traceHint: '这段文本的全部数值，safetensors 文件，可用 Python 读取',
  copied: '链接已复制，打开即是当前所见。',
  copyYourself: '浏览器不允许网页复制，链接在此：',
  working: '正在准备文件……',
  saved: (name) => `已保存为 ${name}`,
  failed: {
    svg: '无法生成图像，可以改用网页截图。',
    png: '浏览器未能给出 PNG。请存为 SVG：浏览器和绘图软件都能打开。',
    trace: '无法取得这些数值。请检查网络后重试。',
  },
  place: (block, head, token, position) => `第 ${block} 块，头 ${head}，词元 ${position}：${token}`,
  text: (text) => `“${text}”`,
};

export const takeawayWords: Readonly<Record<Locale, TakeawayWords>> = { en, zh };
