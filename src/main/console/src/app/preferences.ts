import { useCallback, useEffect, useState } from 'react';
import { hubTime } from '../agent/clock';
import { browserLanguage, type Language } from '../words';

export type Appearance = 'light' | 'dark' | 'system';

const DARK = '(prefers-color-scheme: dark)';

function stored<T extends string>(key: string, allowed: readonly T[]): T | null {
  try {
    const value = localStorage.getItem(key);
    return allowed.find((option) => option === value) ?? null;
  } catch {
    return null;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that forbids storage forgets the choice with the page; nothing else is lost.
  }
}

export interface Preferences {
  language: Language;
  setLanguage: (language: Language) => void;
  appearance: Appearance;
  setAppearance: (appearance: Appearance) => void;
  dark: boolean;
}

/** Language and appearance: what was chosen, else what browser and system say. */
export function usePreferences(): Preferences {
  const [language, setLanguage] = useState<Language>(
    () => stored('serai:language', ['en', 'zh'] as const) ?? browserLanguage(navigator.languages),
  );
  const [appearance, setAppearance] = useState<Appearance>(
    () => stored('serai:appearance', ['light', 'dark', 'system'] as const) ?? 'system',
  );
  const systemDark = useMedia(DARK);
  const dark = appearance === 'system' ? systemDark : appearance === 'dark';

  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  }, [language, dark]);

  return {
    language,
    setLanguage: useCallback((next) => {
      store('serai:language', next);
      setLanguage(next);
    }, []),
    appearance,
    setAppearance: useCallback((next) => {
      store('serai:appearance', next);
      setAppearance(next);
    }, []),
    dark,
  };
}

/** Whether a media query holds now, kept up to date. */
export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const list = window.matchMedia(query);
    const listen = () => setHolds(list.matches);
    listen();
    list.addEventListener('change', listen);
    return () => list.removeEventListener('change', listen);
  }, [query]);
  return holds;
}

/** The hub's time, told anew every so many milliseconds; 0 stops it. */
export function useNow(every: number): number {
  const [now, setNow] = useState(hubTime);
  useEffect(() => {
    if (every === 0) {
      return undefined;
    }
    setNow(hubTime());
    const timer = setInterval(() => setNow(hubTime()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
