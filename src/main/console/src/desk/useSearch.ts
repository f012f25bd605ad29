import { useCallback, useEffect, useRef, useState } from 'react';
import { Refused } from '../agent/rest';
import { search } from '../agent/search';
import type { Hits } from '../agent/protocol';

/** How long nobody types before it is looked for. */
const PAUSE = 250;

export interface Found {
  hits: Hits | null;
  /** 503: search is switched off, or away. */
  failed: 'away' | 'other' | null;
  loading: boolean;
  more: () => void;
}

/** What messages have these words in them; asked once the agent stops typing. Without words nothing is asked. */
export function useSearch(words: string): Found {
  const [hits, setHits] = useState<Hits | null>(null);
  const [failed, setFailed] = useState<Found['failed']>(null);
  const [loading, setLoading] = useState(false);
  const latest = useRef(0);
  const asked = words.trim();

  const ask = useCallback(
    (known: Hits | null) => {
      const mine = ++latest.current;
      setLoading(true);
      search(asked, known?.before).then(
        (found) => {
          if (mine === latest.current) {
            setHits({ ...found, hits: [...(known?.hits ?? []), ...found.hits] });
            setFailed(null);
            setLoading(false);
          }
        },
        (e: unknown) => {
          if (mine === latest.current) {
            setFailed(e instanceof Refused && e.status === 503 ? 'away' : 'other');
            setLoading(false);
          }
        },
      );
    },
    [asked],
  );

  useEffect(() => {
    latest.current += 1;
    setHits(null);
    setFailed(null);
    setLoading(asked !== '');
    if (asked === '') {
      return undefined;
    }
    const timer = setTimeout(() => ask(null), PAUSE);
    return () => clearTimeout(timer);
  }, [ask, asked]);

  return { hits, failed, loading, more: useCallback(() => ask(hits), [ask, hits]) };
}
