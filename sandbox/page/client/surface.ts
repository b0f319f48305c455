/** Where elements stand (a message, a modal, Home), and what using them there does. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageAnswer, RequestBody } from '../page-requests.ts';

/** What is typed or picked: text, an option's value, several of them, or nothing. */
export type Held = string | readonly string[] | null;

export interface ElementId {
  readonly blockId: string;
  readonly actionId: string;
}

export type ElementUse = Pick<RequestBody<'slack/click'>, 'value' | 'selectedOption' | 'selectedOptions'>;

export interface Surface {
  /** Sends a use of the element to the bot. */
  use(id: ElementId, use: ElementUse): Promise<PageAnswer>;
  suggest(id: ElementId, query: string): Promise<PageAnswer>;
  held(id: ElementId): Held;
  /** Keeps a value until the modal is submitted. */
  hold(id: ElementId, value: Held): void;
  /** Field error under the input, if any. */
  errorOf(blockId: string): string | undefined;
}

const nowhere: Surface = {
  use: async () => ({ ok: false }),
  suggest: async () => ({ ok: false }),
  held: () => null,
  hold: () => {},
  errorOf: () => undefined,
};

const context = createContext<Surface>(nowhere);

export const SurfaceProvider = context.Provider;

export function useSurface(): Surface {
  return useContext(context);
}
