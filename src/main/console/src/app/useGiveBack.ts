import { useCallback, useRef, type RefObject } from 'react';

/** Gives the focus back to the button within, once what it opened goes, unless one has moved on meanwhile. */
export function useGiveBack(): { within: RefObject<HTMLSpanElement | null>; giveBack: () => void } {
  const within = useRef<HTMLSpanElement>(null);
  const giveBack = useCallback(() => {
    const at = document.activeElement;
    if (at === document.body || at?.closest('.ant-popover, .ant-dropdown')) {
      within.current?.querySelector('button')?.focus();
    }
  }, []);
  return { within, giveBack };
}
