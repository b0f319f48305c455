/** Elements in a modal or in Home: what inputs hold is kept here until the modal is submitted. */
import { useMemo, useState } from 'preact/hooks';
import type { ShownView } from '../../page-state.ts';
import { askServer } from '../ask-server.ts';
import { heldValue } from '../held-values.ts';
import type { ElementId, Held, Surface } from '../surface.ts';

type Draft = Readonly<Record<string, Readonly<Record<string, Held>>>>;

export interface ViewSurface extends Surface {
  readonly draft: Draft;
}

export function useViewSurface(view: ShownView): ViewSurface {
  const [draft, setDraft] = useState<Draft>({});
  return useMemo(() => {
    const at = { viewId: view.id };
    const personId = view.userId;
    const isThere = ({ blockId, actionId }: ElementId) => view.values[blockId]?.[actionId] !== undefined;
    return {
      draft: shownPart(draft, isThere),
      use: (id, use) => askServer('slack/click', { personId, at, ...id, ...use }),
      suggest: (id, query) => askServer('slack/suggest', { personId, at, ...id, query }),
      held: (id) => {
        const typed = draft[id.blockId]?.[id.actionId];
        return typed === undefined ? heldValue(view.values, id) : typed;
      },
      hold: ({ blockId, actionId }, value) =>
        setDraft((before) => ({ ...before, [blockId]: { ...before[blockId], [actionId]: value } })),
      errorOf: (blockId) => view.errors[blockId],
    };
  }, [view, draft]);
}

/** Inputs that the bot has taken out of the view meanwhile are not submitted. */
function shownPart(draft: Draft, isThere: (id: ElementId) => boolean): Draft {
  return Object.fromEntries(
    Object.entries(draft).map(([blockId, actions]) => [
      blockId,
      Object.fromEntries(Object.entries(actions).filter(([actionId]) => isThere({ blockId, actionId }))),
    ]),
  );
}
