import type { WorkboxPlugin } from 'workbox-core';
import type { SiteFiles } from '../listing';

/** Called when the server's file is not the one that is listed: the site has moved on. */
export type OtherVersion = (event: ExtendableEvent) => void;

/**
 * Keeps a file under its revision, and only if it is that revision. A page of another version is shown as it came and
 * not kept: what is kept never mixes two versions.
 */
export function checked(site: SiteFiles, onOtherVersion: OtherVersion): WorkboxPlugin {
  return {
    cacheKeyWillBeUsed({ request }) {
      const entry = site.entryAt(request.url);
      return Promise.resolve(entry ? site.keyOf(entry) : request);
    },
    async fetchDidSucceed({ request, response, event, state }) {
      const entry = site.entryAt(request.url);
      if (!entry || !response.ok) return response;
      const content = await response.clone().arrayBuffer();
      state!.listed = (await digest(content)).startsWith(entry[1]);
      if (!state!.listed) onOtherVersion(event);
      return response;
    },
    cacheWillUpdate: ({ response, state }) => Promise.resolve(state?.listed ? response : null),
  };
}

async function digest(content: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
