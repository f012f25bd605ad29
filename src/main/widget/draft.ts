/** What was begun and not sent: it outlives a change of the shop's page, in this tab, for whoever began it. */
const ofName = (name: string) => `${name}:draft`;

export function draftOf(name: string): string {
  try {
    return sessionStorage.getItem(ofName(name)) ?? '';
  } catch {
    return ''; // The browser forbids it.
  }
}

export function keepDraft(name: string, text: string): void {
  try {
    if (text === '') {
      sessionStorage.removeItem(ofName(name));
    } else {
      sessionStorage.setItem(ofName(name), text);
    }
  } catch {
    // No room for it, or forbidden: it lasts as long as the page.
  }
}
