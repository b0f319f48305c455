/** Does something outside Slack and says what came of it. */
import type { RequestBody, RequestName } from '../../page-requests.ts';
import { askServer } from '../ask-server.ts';
import { usePage } from '../page-context.ts';

export function useOutside() {
  const { notify } = usePage();
  return async <Name extends RequestName>(name: Name, body: RequestBody<Name>): Promise<boolean> => {
    const answer = await askServer(name, body);
    const said = answer.warning ?? answer.note;
    if (said !== undefined) notify(said);
    return answer.ok;
  };
}
