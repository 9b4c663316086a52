import { GfElement } from './element';

/** Lines of the model's source that light up with the figures that show what they compute, and light these up. */
export class GfCode extends GfElement {
  protected subscriptions(): (() => void)[] {
    const { lit } = this.session;
    const over = (event: Event): void => lit.light(lightsAt(event));
    const out = (): void => lit.light([]);
    const pressed = (event: Event): void => {
      if (event instanceof KeyboardEvent && event.key !== 'Enter' && event.key !== ' ') return;
      const lights = lightsAt(event);
      if (!lit.hasFigure(lights)) return;
      event.preventDefault(); // or a space would scroll the page
      lit.light(lights, true);
    };
    const heard: Record<string, (event: Event) => void> = {
      pointerover: over,
      focusin: over,
      pointerleave: out,
      focusout: out,
      click: pressed,
      keydown: pressed,
    };
    for (const [name, listener] of Object.entries(heard)) this.addEventListener(name, listener);
    const stop = lit.subscribe(() => this.requestUpdate());
    return [stop, () => Object.entries(heard).forEach(([name, listener]) => this.removeEventListener(name, listener))];
  }

  protected override updated(): void {
    const { lit } = this.session;
    this.dataset.state = 'ready';
    for (const lines of this.querySelectorAll<HTMLElement>('[data-lights]')) {
      const lights = lightsOf(lines);
      lines.toggleAttribute('data-lit', lit.shines(lights));
      if (!lit.hasFigure(lights)) continue;
      lines.tabIndex = 0;
      lines.setAttribute('role', 'button');
    }
  }
}

const lightsOf = (lines: HTMLElement | null): string[] => lines?.dataset.lights?.split(' ') ?? [];

const lightsAt = (event: Event): string[] =>
  lightsOf(event.target instanceof Element ? event.target.closest<HTMLElement>('[data-lights]') : null);
