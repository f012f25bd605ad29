/** The shapes of docs/protocol.md that every client shares. */

export type Content =
  | { type: 'text'; text: string; menu?: string }
  | { type: 'image'; url?: string; media?: string; width?: number; height?: number }
  | { type: 'voice'; url?: string; media?: string; format?: string; transcript?: string }
  | { type: 'video'; url?: string; media?: string; thumbnail?: string; title?: string }
  | { type: 'file'; url?: string; media?: string; name?: string; size?: number }
  | { type: 'location'; latitude: number; longitude: number; label?: string }
  | { type: 'link'; title?: string; description?: string; url: string; thumbnail?: string }
  | { type: 'card'; kind: string; title?: string; fields?: Record<string, string> }
  | { type: 'signal'; name: string; key?: string; fields?: Record<string, string> }
  | { type: 'unsupported'; original: string; raw: string };

export type Status = 'queued' | 'sending' | 'unknown' | 'failed' | 'sent' | 'delivered' | 'read';

/** In the order a message moves through them; it never moves back. */
const STATUS_ORDER: readonly Status[] = ['queued', 'sending', 'unknown', 'failed', 'sent', 'delivered', 'read'];

/** The further one of two statuses: a late receipt never takes a message back. */
export function further(a: Status, b: Status): Status {
  return STATUS_ORDER.indexOf(b) > STATUS_ORDER.indexOf(a) ? b : a;
}

export interface Sender {
  kind: 'customer' | 'bot' | 'agent' | 'system' | 'merchant';
  id: string;
  name?: string | null;
}

export interface Message {
  id: string;
  conversation: string;
  /** 1, 2, 3 … per conversation without a gap; the one order there is. */
  seq: number;
  sender: Sender;
  content: Content;
  /** ISO-8601, the hub's clock. */
  time: string;
  clientId?: string | null;
  status: Status;
  reason?: string | null;
}

/** Any frame; what else it holds depends on its type. */
export interface Frame {
  type: string;
  [field: string]: unknown;
}

/** An id for a message or request of this client's. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
