import type { SiteFiles } from '../listing';

const NAME = 'offline.html';

/**
 * The page for a page that is not kept, in the language of its folder. It stands at the address that was asked for, so
 * that a reload asks for it again; from another folder its own links would lead nowhere, so there it is gone to.
 */
export async function offlinePage(site: SiteFiles, address: string, shell: Shell): Promise<Response> {
  const [language = ''] = address.slice(site.root.length).split('/');
  for (const folder of [`${site.root}${language}/`, site.root]) {
    const page = await shell.matchPrecache(`${folder}${NAME}`);
    if (!page) continue;
    const isBeside = new URL('.', address).href === folder;
    return isBeside ? page : Response.redirect(`${folder}${NAME}`);
  }
  return Response.error();
}

interface Shell {
  matchPrecache(address: string): Promise<Response | undefined>;
}
