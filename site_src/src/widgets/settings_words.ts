import type { Locale } from '../core/types';
import type { VariantReason } from '../engine';

const en = {
  settings: 'Settings: model, precision, where it runs, what is stored',
  model: 'Model',
  ownModel: 'as each figure was written',
  parameters: (millions: string) => `${millions} million parameters`,
  precision: 'Precision of the weights',
  proposed: 'as proposed',
  bits: (bits: number, size: string) => `${bits} bits, ${size} MB`,
  runsOn: 'Runs on',
  providers: { auto: 'as proposed', webgpu: 'graphics processor (WebGPU)', wasm: 'processor (WebAssembly)' },
  memory: 'Memory',
  memories: {
    auto: 'as proposed',
    little: 'little: slower, a quarter of the memory',
    much: 'enough: as fast as it can',
  },
  threads: 'Threads of the processor',
  stored: 'Stored in this browser',
  storedBytes: (stored: string, whole: string) => `${stored} of ${whole} MB`,
  notStored: 'nothing',
  delete: 'Delete',
  deleteOf: (variant: string) => `Delete the stored files of ${variant}`,
  storesNothing: 'This browser stores nothing for this page, as it came over plain http or storage is switched off.',
  failed: 'The settings cannot be shown: the model’s description could not be read.',
  applies: 'What you change is shown above, with its size, before anything is downloaded.',
  /** Why this precision. */
  because: {
    asked: 'as you chose',
    closest: 'the closest to the original',
    small: 'the closest to the original, and small anyway',
    'little-memory': 'the smallest, as this device has little memory',
    'save-data': 'the smallest, as this browser is set to save data',
  } satisfies Record<VariantReason, string>,
  lowMemory: 'To fit into little memory the weights stay packed, so each token takes several times as long.',
  noRoom: (free: string) =>
    `This browser has room for only ${free} MB more: the model will run, but has to be downloaded again next time.`,
  cannotKeep:
    'It cannot be kept for the next visit: the page came over plain http, or this browser stores nothing for it.',
  left: (seconds: number) =>
    seconds < 90 ? `about ${Math.max(1, Math.round(seconds))} s left` : `about ${Math.round(seconds / 60)} min left`,
};

export type SettingsWords = typeof en;

const zh: SettingsWords = {
  settings: '设置：模型、精度、在哪里运行、已存储的内容',
  model: '模型',
  ownModel: '各图原来指定的模型',
  parameters: (millions) => (+millions < 100 ? `约 ${+millions * 100} 万参数` : `约 ${+millions / 100} 亿参数`),
  precision: '权重精度',
  proposed: '推荐的精度',
  bits: (bits, size) => `${bits} 位，${size} MB`,
  runsOn: '在哪里运行',
  providers: { auto: '推荐的一种', webgpu: '图形处理器（WebGPU）', wasm: '处理器（WebAssembly）' },
  memory: '内存',
  memories: { auto: '推荐的用法', little: '省着用：较慢，内存约占四分之一', much: '放开用：尽可能快' },
  threads: '处理器线程数',
  stored: '已存储在此浏览器中',
  storedBytes: (stored, whole) => `${stored} / ${whole} MB`,
  notStored: '无',
  delete: '删除',
  deleteOf: (variant) => `删除 ${variant} 的已存文件`,
  storesNothing: '此页面经由普通 http 打开，或浏览器关闭了存储，因此不会存储任何内容。',
  failed: '无法显示设置：读取模型的说明文件失败。',
  applies: '更改会连同大小先显示在上方，确认后才会下载。',
  because: {
    asked: '按你的选择',
    closest: '最接近原模型',
    small: '最接近原模型，而且本来就小',
    'little-memory': '最小的一种，因为此设备内存较少',
    'save-data': '最小的一种，因为浏览器设为节省流量',
  },
  lowMemory: '为了少占内存，权重保持压缩状态，因此每个词元要多花几倍时间。',
  noRoom: (free) => `此浏览器只剩 ${free} MB 空间：模型可以运行，但下次需要重新下载。`,
  cannotKeep: '模型无法留到下次使用：页面经由普通 http 打开，或浏览器不为它存储内容。',
  left: (seconds) =>
    seconds < 90 ? `约剩 ${Math.max(1, Math.round(seconds))} 秒` : `约剩 ${Math.round(seconds / 60)} 分钟`,
};

export const settingsWords: Readonly<Record<Locale, SettingsWords>> = { en, zh };
