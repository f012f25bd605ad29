import { useCallback, useState } from 'react';
import { Refused } from '../agent/rest';
import { useWords } from '../words';

/** What a dialog asks of the hub: whether it is under way, and what the last try failed of, in words. */
export function useSubmission(explain: (refused: Refused) => string = (refused) => refused.message) {
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const forget = useCallback(() => setFailure(null), []);

  const submit = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (e) {
      setFailure(e instanceof Refused ? explain(e) : (words.results.offline ?? null));
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, submit, forget };
}
