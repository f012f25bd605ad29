import { webAddresses } from '@serai/sdk';
import type { ReactNode } from 'react';

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
  let end = 0;
  for (const { at, address } of webAddresses(text)) {
    const safe = safeUrl(address);
    if (safe !== null) {
      parts.push(text.slice(end, at));
      parts.push(
        <a key={at} href={safe} target="_blank" rel="noreferrer noopener nofollow">
          {address}
        </a>,
      );
      end = at + address.length;
    }
  }
  parts.push(text.slice(end));
  return <>{parts}</>;
}
