/** Where the visitor's token and unsent messages outlive the page. */
export interface Keep {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** Keeps only as long as the page. */
export function memory(): Keep {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
  };
}

/** The browser's localStorage, or memory where the browser forbids it. */
export function browserKeep(): Keep {
  try {
    const storage = window.localStorage;
    storage.getItem(''); // an app's web view without storage has none to ask
    return {
      get: (key) => storage.getItem(key),
      set: (key, value) => {
        try {
          storage.setItem(key, value);
        } catch {
          // The shop has filled it: what is kept here lasts as long as the page.
        }
      },
      remove: (key) => storage.removeItem(key),
    };
  } catch {
    return memory();
  }
}
