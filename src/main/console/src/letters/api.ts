import { call, post } from '../agent/rest';

/** A message that the flow could not handle: docs/bus.md. */
export interface DeadLetter {
  id: string;
  conversation: string;
  seq: number;
  route?: string | null;
  reason: string;
  time: string;
  replayed?: string | null;
}

/** What a source brought that could not be taken for a business event: docs/business-events.md. */
export interface DeadEvent {
  id: string;
  door: string;
  entry: string;
  body: string;
  reason: string;
  time: string;
  replayed?: string | null;
}

const LETTERS = '/api/v1/dead-letters';
const EVENTS = '/api/v1/dead-events';
const replay = (all: string) => (id: string): Promise<unknown> => post(`${all}/${encodeURIComponent(id)}/replay`);

export const letters = { list: (): Promise<DeadLetter[]> => call(LETTERS), replay: replay(LETTERS) };
export const events = { list: (): Promise<DeadEvent[]> => call(EVENTS), replay: replay(EVENTS) };
