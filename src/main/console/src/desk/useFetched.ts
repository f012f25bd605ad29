import { useCallback, useEffect, useRef, useState } from 'react';
import { Refused } from '../agent/rest';

export interface Fetched<T> {
  data: T | null;
  failed: boolean;
  /** The hub says that it is not there, or not for this agent. */
  refused: boolean;
  loading: boolean;
  load: () => void;
  /** Puts in what another call answered. */
  put: (data: T) => void;
}

/**
 * Fetches on opening, on demand, and whenever `trigger` changes; the latest question is the one whose answer counts.
 *
 * @param fetch must be the same function while it asks the same; null asks nothing
 */
export function useFetched<T>(fetch: (() => Promise<T>) | null, trigger: unknown): Fetched<T> {
  const [data, setData] = useState<T | null>(null);
  const [failed, setFailed] = useState<'refused' | 'lost' | null>(null);
  const [loading, setLoading] = useState(false);
  const latest = useRef(0);

  const load = useCallback(() => {
    const mine = ++latest.current;
    if (fetch === null) {
      return;
    }
    const settle = (then: () => void) => {
      if (mine === latest.current) {
        then();
        setLoading(false);
      }
    };
    setLoading(true);
    fetch().then(
      (found) =>
        settle(() => {
          setData(found);
          setFailed(null);
        }),
      (e) => settle(() => setFailed(e instanceof Refused && (e.status === 403 || e.status === 404) ? 'refused' : 'lost')),
    );
  }, [fetch]);

  useEffect(() => {
    load();
    return () => {
      latest.current += 1;
    };
  }, [load, trigger]);

  const put = useCallback((next: T) => {
    latest.current += 1;
    setData(next);
    setFailed(null);
    setLoading(false);
  }, []);
  return { data, failed: failed !== null, refused: failed === 'refused', loading, load, put };
}
