import { LitElement } from 'lit';
import type { Locale } from '../core/types';
import { localeOf } from './locale';

/** An element that renders its own content, in the page's styles. What the page's HTML had in it goes. */
export abstract class LightElement extends LitElement {
  protected override createRenderRoot(): this {
    this.replaceChildren();
    return this;
  }

  protected get locale(): Locale {
    return localeOf(this);
  }
}
