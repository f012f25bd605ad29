import { useCallback, useEffect, useRef, useState } from 'react';

export interface Fetched<T> {
  data: T | null;
  failed: boolean;
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
  const [failed, setFailed] = useState(false);
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
          setFailed(false);
        }),
      () => settle(() => setFailed(true)),
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
    setFailed(false);
    setLoading(false);
  }, []);
  return { data, failed, loading, load, put };
}
