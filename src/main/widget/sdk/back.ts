/** Calls back when the page is looked at again, or the machine has a network again: who waits for the hub need not wait longer. */
export function onBack(call: () => void): () => void {
  const looked = () => {
    if (document.visibilityState === 'visible') {
      call();
    }
  };
  window.addEventListener('online', call);
  document.addEventListener('visibilitychange', looked);
  return () => {
    window.removeEventListener('online', call);
    document.removeEventListener('visibilitychange', looked);
  };
}
