import { createContext, useContext } from 'react';
import { en, type Words } from './en';
import { zh } from './zh';

export type Language = 'en' | 'zh';
export type { Words };

export const WORDS: Record<Language, Words> = { en, zh };
export const WordsContext = createContext<{ words: Words; language: Language }>({ words: en, language: 'en' });

export function useWords(): Words {
  return useContext(WordsContext).words;
}

export function useLanguage(): Language {
  return useContext(WordsContext).language;
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
