import { html, type TemplateResult } from 'lit';
import type { Table } from '../core/types';

/** A table whose first cell of each row names the row. */
export function tableOf({ caption, columns, rows }: Table): TemplateResult {
  return html`<table class="gf-data">
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${columns.map((column) => html`<th scope="col">${column}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([name, ...cells]) =>
          html`<tr>
            <th scope="row">${name}</th>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
