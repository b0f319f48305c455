/** Who one is on this page: kept in its address, so that two windows can be two people. */
import { useState } from 'preact/hooks';

export function useChosenPerson(fallback: string): readonly [string, (personId: string) => void] {
  const [personId, setPersonId] = useState(new URL(location.href).searchParams.get('as') ?? fallback);
  const choose = (chosen: string) => {
    const address = new URL(location.href);
    address.searchParams.set('as', chosen);
    history.replaceState(null, '', address);
    setPersonId(chosen);
  };
  return [personId, choose];
}
