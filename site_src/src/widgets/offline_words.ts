import type { Locale } from '../core/types';
import type { OfflineState, SavingProblem } from '../session';

type Why = Extract<OfflineState, { name: 'unavailable' }>['why'];

const en = {
  starting: 'Looking at what this browser keeps …',
  unavailable: {
    insecure:
      'This page came over plain http. Browsers keep pages only of sites that come over https, or from this machine (localhost): here nothing can be saved.',
    'no-service-worker': 'This browser, or its private mode, keeps no pages: nothing can be saved here.',
    refused: 'This browser did not take what it needs to keep pages of this site. Reload the page to try again.',
  } satisfies Record<Why, string>,
  what: 'What to save',
  course: 'All pages and their figures',
  model: (name: string, variant: string) => `${name} (${variant}), to run it live`,
  toLoad: (size: string) => `${size} MB to download`,
  allKept: 'saved',
  save: (size: string) => `Save ${size} MB`,
  nothingToSave: 'All of it is saved: the course works without a connection.',
  delete: 'Delete what is saved',
  saving: (loaded: string, total: string) => `Saving: ${loaded} of ${total} MB`,
  cancel: 'Cancel',
  failed: {
    network: 'Not everything could be downloaded. What has come is kept.',
    room: 'This browser has not enough room for it. Delete other sites’ data, or save the pages without the model.',
    'other-version': 'The site was updated meanwhile. Reload this page, then save again.',
  } satisfies Record<SavingProblem, string>,
  tryAgain: 'Try again',
  pages: (count: number) =>
    `${count} ${count === 1 ? 'page' : 'pages'} of this site can be read here without a connection:`,
  noPages: 'No page has been kept yet. Each page that you visit is.',
  newVersion: 'There is a newer version of this site.',
  take: 'Reload',
  later: 'Later',
};

export type OfflineWords = typeof en;

const zh: OfflineWords = {
  starting: '正在查看浏览器中保存了什么……',
  unavailable: {
    insecure: '此页面经由普通 http 打开。浏览器只保存经 https 或本机（localhost）打开的网站，因此这里无法保存。',
    'no-service-worker': '此浏览器（或其隐私模式）不保存页面，因此这里无法保存。',
    refused: '浏览器未能取得保存本站页面所需的内容。请刷新页面重试。',
  },
  what: '保存哪些内容',
  course: '全部页面及其图示',
  model: (name, variant) => `${name}（${variant}），用于实时运行`,
  toLoad: (size) => `需下载 ${size} MB`,
  allKept: '已保存',
  save: (size) => `保存 ${size} MB`,
  nothingToSave: '已全部保存：没有网络也能学习本课程。',
  delete: '删除已保存的内容',
  saving: (loaded, total) => `正在保存：${loaded} / ${total} MB`,
  cancel: '取消',
  failed: {
    network: '有些内容未能下载，已下载的会保留。',
    room: '浏览器空间不足。请清除其他网站的数据，或只保存页面而不保存模型。',
    'other-version': '网站刚刚更新。请刷新页面后再保存。',
  },
  tryAgain: '重试',
  pages: (count) => `没有网络时，这里可以阅读本站的 ${count} 个页面：`,
  noPages: '还没有保存任何页面。你访问过的页面都会保存下来。',
  newVersion: '本站有新版本。',
  take: '刷新',
  later: '以后再说',
};

export const offlineWords: Readonly<Record<Locale, OfflineWords>> = { en, zh };
