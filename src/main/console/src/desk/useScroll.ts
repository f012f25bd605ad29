import { useCallback, useLayoutEffect, useRef, useState } from 'react';

/** Pixels from the end that still count as being there. */
const NEAR = 48;

/**
 * Keeps a history where its reader is: at the end while he is there, and on the same message when earlier ones come in
 * above. `fresh` counts what came in below while he was reading further up.
 */
export function useScroll({ first, last, typing }: { first: number; last: number; typing: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [seen, setSeen] = useState(last);
  const before = useRef({ first, height: 0 });
  const stays = useRef(true);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) {
      return;
    }
    const grown = element.scrollHeight - before.current.height;
    if (stays.current) {
      element.scrollTop = element.scrollHeight;
      setSeen(last);
    } else if (first < before.current.first && grown > 0) {
      element.scrollTop += grown;
    }
    before.current = { first, height: element.scrollHeight };
  }, [first, last, typing]);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) {
      return undefined;
    }
    // Pictures that load, a composer that grows, a phone's keyboard: the end stays the end.
    const observer = new ResizeObserver(() => {
      if (stays.current) {
        element.scrollTop = element.scrollHeight;
      }
    });
    observer.observe(element);
    return () => observer.disconnect();
  });

  const onScroll = useCallback(() => {
    const element = box.current;
    if (element !== null) {
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
      stays.current = near;
      setAtEnd(near);
      if (near) {
        setSeen(last);
      }
    }
  }, [last]);

  const toEnd = useCallback(() => {
    stays.current = true;
    box.current?.scrollTo({ top: box.current.scrollHeight, behavior: 'smooth' });
  }, []);

  /** Puts one message in the middle and stays there; false if it is not drawn. */
  const to = useCallback((seq: number) => {
    const found = box.current?.querySelector(`[data-seq="${seq}"]`);
    if (found === null || found === undefined) {
      return false;
    }
    stays.current = false;
    found.scrollIntoView({ block: 'center' });
    return true;
  }, []);

  return { box, atEnd, fresh: Math.max(0, last - seen), onScroll, to, toEnd };
}
