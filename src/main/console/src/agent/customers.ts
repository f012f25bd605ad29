import { call, post } from './rest';
import type { Customer, Suggestion, Who } from './protocol';

const at = (id: string) => `/api/v1/customers/${encodeURIComponent(id)}`;

async function ofConversation(conversation: string): Promise<Who> {
  return call(`/api/v1/customers?conversation=${encodeURIComponent(conversation)}`);
}

/** The customer of a conversation; who is nobody's yet becomes one. */
async function made(conversation: string): Promise<Customer> {
  return (await ofConversation(conversation)).customer ?? post('/api/v1/customers', { conversation });
}

/** docs/identity.md. */
export const customers = {
  ofConversation,

  one: (id: string): Promise<Customer> => call(at(id)),

  /** Says that two conversations are one customer's, whoever had them before. */
  join: async (mine: string, other: string): Promise<Customer> => {
    const customer = await made(mine);
    const theirs = (await ofConversation(other)).customer;
    return theirs === undefined || theirs.id === customer.id
      ? post(`${at(customer.id)}/links`, { conversation: other })
      : post(`${at(customer.id)}/merge`, { customer: theirs.id });
  },

  accept: (it: Suggestion): Promise<Customer> =>
    it.owner === undefined
      ? post(`${at(it.customer)}/links`, { conversation: it.conversation })
      : post(`${at(it.customer)}/merge`, { customer: it.owner }),

  dismiss: (it: Suggestion): Promise<void> =>
    call(`${at(it.customer)}/suggestions/${encodeURIComponent(it.conversation)}`, { method: 'DELETE' }),

  unlink: (customer: string, conversation: string): Promise<Customer> =>
    call(`${at(customer)}/links/${encodeURIComponent(conversation)}`, { method: 'DELETE' }),

  unmerge: (customer: string, merged: string): Promise<Customer> => post(`${at(customer)}/unmerge`, { customer: merged }),
};
