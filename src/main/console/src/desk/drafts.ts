/**
 * What was begun in a conversation and not yet sent: it outlives a reload of the page, and another login in the same
 * tab has its own.
 */
const DRAFT = 'serai:draft:';

const ofLogin = (login: string) => `${DRAFT}${encodeURIComponent(login)}:`;

export function draftOf(login: string, conversation: string): string {
  return sessionStorage.getItem(ofLogin(login) + conversation) ?? '';
}

export function keepDraft(login: string, conversation: string, text: string): void {
  const name = ofLogin(login) + conversation;
  try {
    if (text === '') {
      sessionStorage.removeItem(name);
    } else {
      sessionStorage.setItem(name, text);
    }
  } catch {
    // No room for it: it is on the screen, and only there.
  }
}

/** Whoever signs out leaves nothing to who comes next. */
export function forgetDrafts(login: string): void {
  Object.keys(sessionStorage)
    .filter((name) => name.startsWith(ofLogin(login)))
    .forEach((name) => sessionStorage.removeItem(name));
}
