import { useCallback, useSyncExternalStore } from 'react';

const PREFIX = '#/c/';

function current(): string | null {
  return window.location.hash.startsWith(PREFIX) ? decodeURIComponent(window.location.hash.slice(PREFIX.length)) : null;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The conversation at hand, kept in the address so that reload, back and a sent link find it. */
export function useSelected(): [string | null, (id: string | null) => void] {
  const selected = useSyncExternalStore(subscribe, current);
  const select = useCallback((id: string | null) => {
    window.location.hash = id === null ? '#/' : PREFIX + encodeURIComponent(id);
  }, []);
  return [selected, select];
}
