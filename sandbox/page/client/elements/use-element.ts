/** Using an element: asks first where it wants that, shows that it works, keeps the warning when nobody answered. */
import { useState } from 'preact/hooks';
import { type ElementUse, type Held, useSurface } from '../surface.ts';
import { useConfirm } from './confirm-dialog.tsx';
import type { Confirm } from './element-shapes.ts';
import type { InputPlace } from './element-view.tsx';

interface Used {
  readonly action_id: string;
  readonly type: string;
  readonly confirm?: Confirm | undefined;
}

export function useElement(blockId: string, element: Used, input?: InputPlace) {
  const surface = useSurface();
  const confirm = useConfirm();
  const [isBusy, setBusy] = useState(false);
  const [warning, setWarning] = useState<string>();
  const id = { blockId, actionId: element.action_id };

  const send = async (use: ElementUse): Promise<void> => {
    if (element.confirm !== undefined && !(await confirm(element.confirm))) return;
    setBusy(true);
    setWarning(undefined);
    const answer = await surface.use(id, use);
    setBusy(false);
    if (!answer.ok) setWarning(answer.warning ?? 'It did not work.');
  };

  return {
    id,
    isBusy,
    warning,
    held: surface.held(id),
    send,
    /** A new value: kept for the submission in an input, else told to the bot at once. */
    change: async (value: Held): Promise<void> => {
      surface.hold(id, value);
      if (input === undefined || input.tellsBot) await send(useOf(element.type, value));
    },
  };
}

function useOf(type: string, value: Held): ElementUse {
  if (typeof value === 'string') return isChoice(type) ? { selectedOption: value } : { value };
  return value === null ? {} : { selectedOptions: [...value] };
}

function isChoice(type: string): boolean {
  return type.endsWith('_select') || type === 'radio_buttons' || type === 'overflow';
}
