import type { Message } from '@serai/sdk';

/** The agent's side of docs/protocol.md. */

export type Presence = 'online' | 'away' | 'offline';

export interface Owner {
  kind: 'bot' | 'queue' | 'offer' | 'agent' | 'closed';
  agent?: string | null;
  skill?: string | null;
  since?: string | null;
  /** When an offer ends. */
  until?: string | null;
}

export interface Conversation {
  id: string;
  channel: string;
  account: string;
  user: string;
  name?: string | null;
  attributes?: Record<string, string>;
  owner: Owner;
  fence: number;
  lastSeq: number;
  readSeq: number;
  unread: number;
  preview?: string | null;
  updated: string;
}

export interface Agent {
  login: string;
  name: string;
  roles: string[];
  skills: string[];
  capacity: number;
}

export interface User {
  login: string;
  name: string;
  roles: string[];
}

export interface Offer {
  conversation: Conversation;
  fence: number;
  /** ISO-8601, the hub's clock. */
  expires: string;
}

/** A CloudEvent of a business system. */
export interface BusinessEvent {
  id: string;
  type: string;
  source?: string;
  subject?: string | null;
  time: string;
  data?: unknown;
}

export interface Result {
  ok: boolean;
  code?: string;
  message?: string;
}

export interface Panel {
  state: 'fresh' | 'cached' | 'stale' | 'unavailable';
  system: string;
  asOf?: string | null;
  data?: unknown;
  error?: string | null;
}

export interface CustomerPanels {
  customer: Panel;
  orders: Panel;
  shipments: Panel;
}

export type TransferTarget = { agent: string } | { skill: string } | { bot: true };

export interface MessagePage {
  messages: Message[];
  lastSeq?: number;
}

/** One who answers customers, as GET /api/v1/agents has them. */
export interface Colleague {
  login: string;
  name: string;
  skills: string[];
  presence: Presence;
  connected: boolean;
}
