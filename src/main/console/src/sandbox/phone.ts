import type { Content } from '@serai/sdk';

/** What a phone shows, whichever way its messages travel. */
export interface PhoneLine {
  key: string;
  mine: boolean;
  content: Content;
  state: 'here' | 'going' | 'failed';
}

export interface PhoneState {
  lines: PhoneLine[];
  typing: boolean;
  /** Place in the queue; null if in none. */
  queue: number | null;
  trouble: 'connecting' | 'offline' | 'unreachable' | 'no-token' | null;
}

export interface Phone {
  state: PhoneState;
  /** False until it can take a text: what is sent before is dropped. */
  ready: boolean;
  send: (text: string) => void;
  /** Call at each keystroke. */
  typing: () => void;
  retry: (key: string) => void;
}
