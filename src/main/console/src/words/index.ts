import { createContext, useContext } from 'react';
import { en, type Words } from './en';
import { zh } from './zh';

export type Language = 'en' | 'zh';
export type { Words };

export const WORDS: Record<Language, Words> = { en: bare(en), zh: bare(zh) };
export const WordsContext = createContext<{ words: Words; language: Language }>({ words: en, language: 'en' });

export function useWords(): Words {
  return useContext(WordsContext).words;
}

export function useLanguage(): Language {
  return useContext(WordsContext).language;
}

/** Words are looked up by what strangers say, too: for a card of the kind `__proto__` or `constructor` there is none. */
function bare<T extends object>(words: T): T {
  Object.values(words)
    .filter((each): each is object => typeof each === 'object' && each !== null && !Array.isArray(each))
    .forEach(bare);
  return Object.setPrototypeOf(words, null) as T;
}

/** The browser's first language that there are words for. */
export function browserLanguage(languages: readonly string[]): Language {
  for (const language of languages) {
    if (language.toLowerCase().startsWith('zh')) {
      return 'zh';
    }
    if (language.toLowerCase().startsWith('en')) {
      return 'en';
    }
  }
  return 'en';
}

/** The words for a refusal's code. */
export function refusal(words: Words, result: { code?: string; message?: string }): string {
  return words.results[result.code ?? ''] ?? result.message ?? words.results.other ?? '';
}
