import { newId } from '@serai/sdk';
import { call, post } from './rest';
import type { Ticket, TicketPriority, TicketStatus, WholeTicket } from './protocol';

const at = (id: string) => `/api/v1/tickets/${encodeURIComponent(id)}`;

/** A UUID; the browser's own maker of them is not there on a plain-http page. */
export function ticketId(): string {
  return newId().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** docs/tickets.md. */
export const tickets = {
  of: (conversation: string): Promise<Ticket[]> => call(`/api/v1/tickets?conversation=${encodeURIComponent(conversation)}`),

  one: (id: string): Promise<WholeTicket> => call(at(id)),

  /** The same `id` again is the same ticket, so that a lost answer costs nothing. */
  create: (ticket: {
    id: string;
    conversation: string;
    subject: string;
    kind: string;
    priority: TicketPriority;
    text?: string;
  }): Promise<WholeTicket> => post('/api/v1/tickets', ticket),

  change: (id: string, patch: { status?: TicketStatus; priority?: TicketPriority }): Promise<WholeTicket> =>
    post(at(id), patch, 'PATCH'),

  /** Likewise with `own`. */
  comment: (id: string, own: string, text: string): Promise<WholeTicket> => post(`${at(id)}/comments`, { id: own, text }),
};
