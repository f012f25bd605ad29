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

/** Whom a conversation is given to; nobody by name: the queue. */
export type TransferTarget = { agent: string } | { skill: string } | { bot: true } | Record<string, never>;

/** One who answers customers, as GET /api/v1/agents has them. */
export interface Colleague {
  login: string;
  name: string;
  skills: string[];
  presence: Presence;
  connected: boolean;
}

export type TicketStatus = 'new' | 'open' | 'pending' | 'solved' | 'closed';
export type TicketPriority = 'low' | 'normal' | 'high' | 'urgent';

/** docs/tickets.md. */
export interface Ticket {
  id: string;
  number: number;
  conversation: string;
  kind: string;
  subject: string;
  status: TicketStatus;
  priority: TicketPriority;
  assignee?: string;
  createdBy: string;
  created: string;
  updated: string;
  keptIn: string;
  external?: string;
  delivery: 'none' | 'waiting' | 'unknown' | 'kept' | 'failed';
  reason?: string;
}

export interface TicketComment {
  number: number;
  author: string;
  text: string;
  time: string;
}

export interface WholeTicket {
  ticket: Ticket;
  comments: TicketComment[];
}

/** What becomes of a return request of which nobody knows whether it was done. */
export type Decision = 'retry' | 'done' | 'cancel';

/** docs/business-events.md. */
export interface ReturnRequest {
  id: string;
  conversation: string;
  /** The order's number. */
  subject: string;
  payload: { lineNo?: number[]; reasonCode?: string; reasonText?: string };
  by: string;
  state: 'waiting' | 'unknown' | 'accepted' | 'refused';
  /** The system's own number for it. */
  reference?: string;
  reason?: string;
  attempts: number;
  needsDecision: boolean;
  created: string;
  updated: string;
}

/** docs/identity.md. */
export interface Evidence {
  kind: string;
  shown: string;
  source: string;
  by?: string;
  time: string;
}

export interface CustomerLink {
  conversation: string;
  channel: string;
  account: string;
  user: string;
  /** Whose it was before customers were merged. */
  customer: string;
  linked: string;
  evidence: Evidence[];
  /** The conversation, if it is for who asks. */
  shown?: Conversation;
}

export interface Suggestion {
  conversation: string;
  customer: string;
  owner?: string;
  because: string;
  time: string;
}

export interface Customer {
  id: string;
  codes: string[];
  merged: string[];
  links: CustomerLink[];
  suggestions: Suggestion[];
}

export interface Who {
  customer?: Customer;
  suggestions: Suggestion[];
}

/** docs/search.md. */
export interface Hits {
  hits: { conversation: Conversation; message: Message }[];
  before?: string;
  complete: boolean;
}
