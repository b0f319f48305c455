/** One sentence at a time that goes away by itself. */
import { useCallback, useRef, useState } from 'preact/hooks';

const shownMs = 6_000;

export function useNotices(): readonly [string, (sentence: string) => void] {
  const [notice, setNotice] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const notify = useCallback((sentence: string) => {
    clearTimeout(timer.current);
    setNotice(sentence);
    timer.current = setTimeout(() => setNotice(''), shownMs);
  }, []);
  return [notice, notify];
}
