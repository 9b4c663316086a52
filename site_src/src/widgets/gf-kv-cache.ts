import { html, nothing, type TemplateResult } from 'lit';
import { message } from '../core/messages';
import { formatFixed } from '../core/numbers';
import { visibleToken } from '../core/token';
import { cacheSteps, kvCache, shownStep, type KvCacheSpec } from '../draw';
import { codeOf, isAbort } from '../session';
import type { Trace } from '../trace/types';
import { RUNS, timeSteps, type Timing } from './cache_timing';
import { button, picker, segments } from './controls';
import { GfFigure, type Scene } from './figure';
import { pointedAt } from './pointing';

/** What is computed and what is kept in each run of the model: step by step, with the cache or without. */
export class GfKvCache extends GfFigure<KvCacheSpec> {
  protected readonly kind = kvCache;
  protected readonly own = [] as const;
  protected override readonly chooses = 'kvCache';
  #timing: Timing | null = null;
  #failed: string | null = null;
  #run: AbortController | null = null;

  protected override subscriptions(): (() => void)[] {
    const { writing, live } = this.session;
    return [
      ...super.subscriptions(),
      writing.subscribe(() => void (this.scene && this.#followWriting())),
      live.subscribe(() => this.requestUpdate()),
      () => this.#run?.abort(),
    ];
  }

  /** While it is written, the newest step is shown. */
  async #followWriting(): Promise<void> {
    const { target, line } = this.session.writing.state;
    if (target === null) await this.follow();
    else this.choose({ step: line.length });
  }

  protected override async wanted(): Promise<Trace> {
    const trace = await super.wanted();
    await this.session.writing.follow(trace, this.session.modelFor(this.model));
    return this.session.writing.base ?? trace; // without what is written after it
  }

  protected override get settings(): KvCacheSpec {
    const { line } = this.session.writing.state;
    return { ...super.settings, line, measured: this.#timing };
  }

  protected override controls({ trace, view }: Scene<KvCacheSpec>): TemplateResult {
    const { locale, words } = this;
    const steps = cacheSteps(trace, view);
    const options = steps.map(({ number, token }) => ({
      value: number,
      label: token
        ? `${number}  ${visibleToken(token.string)}`
        : `0  ${message(locale, 'kv.prefill').split(/[:：]/)[0]}`,
    }));
    const label = message(locale, 'kv.step');
    const reuse = [
      { value: 'on', label: message(locale, 'kv.on') },
      { value: 'off', label: message(locale, 'kv.off') },
    ];
    return html`${picker(
        {
          name: 'step',
          label,
          value: shownStep(steps, view).number,
          options,
          choose: (step) => step !== null && this.choose({ step }),
        },
        words,
      )}
      ${segments({
        name: 'reuse',
        label: message(locale, 'kv.reuse'),
        value: view.reuse ? 'on' : 'off',
        options: reuse,
        choose: (value) => this.choose({ reuse: value === 'on' }),
      })}
      <div class="gf-kv-timing">${this.#timingControls()}</div>`;
  }

  #timingControls(): TemplateResult {
    const { locale, session } = this;
    const { state } = session.live;
    if (state.name !== 'on' || !session.live.runs(session.modelFor(this.model))) {
      return html`<p class="gf-note">${message(locale, 'kv.live')}</p>`;
    }
    const busy = this.#run !== null;
    const label = message(locale, busy ? 'kv.measuring' : 'kv.measure');
    const timing = this.#timing;
    const number = (value: number): string => formatFixed(value, 1);
    return html`${button('measure', label, () => void this.#measure(), { disabled: busy })}
    ${
      timing === null
        ? nothing
        : html`<p class="gf-note" role="status">
            ${message(locale, 'kv.measured', {
              provider: this.words.providers[state.loaded.provider],
              runs: RUNS,
              tokens: timing.tokens,
              prefill: number(timing.prefill),
              seen: timing.seen,
              decode: number(timing.with),
              again: number(timing.without),
            })}
          </p>`
    }
    ${
      this.#failed === null
        ? nothing
        : html`<p class="gf-problem" role="alert">${message(locale, 'kv.failed', { code: this.#failed })}</p>`
    }`;
  }

  /** Times the prefill and the step that is shown; at the prefill, the step after it. */
  async #measure(): Promise<void> {
    const { scene, session } = this;
    if (!scene || this.#run) return;
    const { number } = shownStep(cacheSteps(scene.trace, scene.view), scene.view);
    const text = [...scene.trace.tensor('tokens').data];
    const line = scene.view.line ?? [];
    const token = line[Math.max(0, number - 1)];
    const before = [...text, ...line.slice(0, Math.max(0, number - 1)).map(({ id }) => id)];
    const ends = token ? token.distribution.candidates.map(({ id }) => id) : [...scene.trace.tensor('top_ids').data];
    const run = (this.#run = new AbortController());
    this.#failed = null;
    this.requestUpdate();
    try {
      this.#timing = await timeSteps(session, { text, before, ends }, run.signal);
    } catch (error) {
      if (!isAbort(error)) this.#failed = codeOf(error);
    }
    this.#run = null;
    await this.follow();
  }

  protected override pressed(event: MouseEvent): void {
    const step = pointedAt(event, 'step');
    if (step !== null) this.choose({ step });
  }

  protected override moved({ trace, view }: Scene<KvCacheSpec>, down: number): void {
    const steps = cacheSteps(trace, view);
    const next = shownStep(steps, view).number + down;
    if (down !== 0 && next in steps) this.choose({ step: next });
  }
}
