/** Who looks at the page, and what everything on it needs to know: names behind ids, the time, a place for notices. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

export interface Directory {
  readonly botUserId: string;
  readonly people: readonly { readonly id: string; readonly name: string; readonly realName: string }[];
  readonly groups: readonly { readonly id: string; readonly handle: string }[];
  readonly channels: readonly {
    readonly id: string;
    readonly name: string;
    readonly directWith?: string | undefined;
  }[];
}

export interface PageContext {
  readonly viewerId: string;
  readonly directory: Directory;
  readonly clockAheadMs: number;
  /** Shows one sentence for a while, where screen readers hear it. */
  readonly notify: (sentence: string) => void;
}

const context = createContext<PageContext>({
  viewerId: '',
  directory: { botUserId: '', people: [], groups: [], channels: [] },
  clockAheadMs: 0,
  notify: () => {},
});

export const PageProvider = context.Provider;

export function usePage(): PageContext {
  return useContext(context);
}

/** The sandbox's time. */
export function useNow(): Date {
  return new Date(Date.now() + usePage().clockAheadMs);
}
