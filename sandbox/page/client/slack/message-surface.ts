/** Elements in a message: every use goes to the bot at once. */
import { askServer } from '../ask-server.ts';
import type { ElementId, Held, Surface } from '../surface.ts';

export function messageSurface(personId: string, channelId: string, ts: string): Surface {
  const at = { channelId, ts };
  const picked = new Map<string, Held>();
  const key = ({ blockId, actionId }: ElementId) => `${blockId} ${actionId}`;
  return {
    use: (id, use) => askServer('slack/click', { personId, at, ...id, ...use }),
    suggest: (id, query) => askServer('slack/suggest', { personId, at, ...id, query }),
    held: (id) => picked.get(key(id)) ?? null,
    hold: (id, value) => void picked.set(key(id), value),
    errorOf: () => undefined,
  };
}
