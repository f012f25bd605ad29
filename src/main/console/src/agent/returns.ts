import { call, post } from './rest';
import type { Decision, ReturnRequest } from './protocol';

const at = (conversation: string) => `/api/v1/conversations/${encodeURIComponent(conversation)}/returns`;

/** docs/business-events.md, return requests. */
export const returns = {
  of: (conversation: string): Promise<ReturnRequest[]> => call(at(conversation)),

  /** The same `id` again is the same request, so that a lost answer costs nothing. */
  request: (
    conversation: string,
    wish: { id: string; orderNo: string; lines: number[]; reasonCode: string; reasonText?: string },
  ): Promise<ReturnRequest> => post(at(conversation), wish),

  /** What becomes of one of which nobody knows whether it was done. */
  decide: (conversation: string, id: string, decision: Decision, returnNo?: string): Promise<ReturnRequest> =>
    post(`${at(conversation)}/${encodeURIComponent(id)}/decision`, { decision, ...(returnNo === undefined ? {} : { returnNo }) }),
};
