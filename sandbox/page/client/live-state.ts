/** The page's state as the server sends it, and whether the server is there. */
import { useEffect, useState } from 'preact/hooks';
import { type PageState, pageState } from '../page-state.ts';

export interface LiveState {
  readonly state: PageState | undefined;
  readonly isConnected: boolean;
}

export function useLiveState(): LiveState {
  const [live, setLive] = useState<LiveState>({ state: undefined, isConnected: true });
  useEffect(() => {
    const source = new EventSource('/api/state');
    source.onmessage = ({ data }) => {
      const state = pageState.parse(JSON.parse(String(data)));
      setLive({ state, isConnected: true });
    };
    source.onerror = () => setLive(({ state }) => ({ state, isConnected: false }));
    return () => source.close();
  }, []);
  return live;
}
