/** Asks the page's server to do something; a server that cannot be reached is an answer too. */
import { type PageAnswer, pageAnswer, type RequestBody, type RequestName } from '../page-requests.ts';

export async function askServer<Name extends RequestName>(
  name: Name,
  body: RequestBody<Name>,
): Promise<PageAnswer> {
  try {
    const answer = await fetch(`/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return pageAnswer.parse(await answer.json());
  } catch {
    return { ok: false, warning: 'The sandbox does not answer. Start it again with npm run demo.' };
  }
}
