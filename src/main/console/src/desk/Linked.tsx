import type { ReactNode } from 'react';

const WEB_ADDRESS = /https?:\/\/[^\s<>"'，。；：！？、（）【】《》“”‘’]+/g;
const TRAILING = /[.,;:!?)\]}]+$/;

/** An address that may be followed from here: http, https or of this hub. Anything else is text. */
export function safeUrl(url: string | undefined): string | null {
  if (url === undefined || url === '') {
    return null;
  }
  try {
    const parsed = new URL(url, window.location.href);
    return parsed.protocol === 'http:' || parsed.protocol === 'https:' ? parsed.href : null;
  } catch {
    return null;
  }
}

/** Text with its web addresses made links; never HTML. */
export function Linked({ text }: { text: string }) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const found of text.matchAll(WEB_ADDRESS)) {
    const address = found[0].replace(TRAILING, '');
    const safe = safeUrl(address);
    if (safe !== null) {
      parts.push(text.slice(at, found.index));
      parts.push(
        <a key={found.index} href={safe} target="_blank" rel="noreferrer noopener nofollow">
          {address}
        </a>,
      );
      at = found.index + address.length;
    }
  }
  parts.push(text.slice(at));
  return <>{parts}</>;
}
