import { useMemo, useSyncExternalStore } from 'react';

const PREFIX = '#/c/';

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export interface Selected {
  selected: string | null;
  /** The message to show in it; null: the latest. */
  focus: number | null;
  select: (id: string | null, seq?: number) => void;
  /** Leaves this one, unless another is at hand by now. */
  leave: (id: string) => void;
}

/** The conversation at hand, and perhaps a message in it, kept in the address so that reload, back and a sent link find it. */
export function useSelected(): Selected {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => ({ ...placeIn(hash), select, leave }), [hash]);
}

export function select(id: string | null, seq?: number): void {
  window.location.hash = id === null ? '#/' : PREFIX + encodeURIComponent(id) + (seq === undefined ? '' : `/${seq}`);
}

/** By the address of now: an answer may come when the agent has gone on to another. */
export function leave(id: string): void {
  if (placeIn(window.location.hash).selected === id) {
    select(null);
  }
}

/** What an address names. */
export function placeIn(hash: string): { selected: string | null; focus: number | null } {
  if (!hash.startsWith(PREFIX)) {
    return { selected: null, focus: null };
  }
  const [id = '', seq] = hash.slice(PREFIX.length).split('/');
  const focus = Number(seq);
  const selected = decoded(id);
  return { selected, focus: selected !== null && seq !== undefined && Number.isInteger(focus) && focus > 0 ? focus : null };
}

/** Null for what was cut off in the middle of a sign. */
function decoded(id: string): string | null {
  try {
    return decodeURIComponent(id);
  } catch {
    return null;
  }
}
