import { post } from './rest';
import type { Panel } from './protocol';

/** What of the customer profile (docs/profile.md) the panel's own endpoint does not tell. */
export interface Profile {
  hubTickets: Panel;
  serviceTickets: Panel;
  browsingHistory: Panel;
}

interface Answer {
  data?: { customers?: Record<string, unknown>[] | null } | null;
  errors?: { message: string; path?: (string | number)[] }[];
  extensions?: { provenance?: Provenance[] };
}

interface Provenance {
  path: string[];
  system: string;
  state: Panel['state'];
  asOf?: string;
  error?: string;
}

const QUERY = `query Panel($codes: [ID!]!) { customers(codes: $codes) {
  hubTickets { number subject status priority updated }
  serviceTickets { id subject status priority createdAt }
  browsingHistory { sku title at }
} }`;
const WORST: readonly Panel['state'][] = ['fresh', 'cached', 'stale', 'unavailable'];

export async function profile(codes: readonly string[]): Promise<Profile> {
  const answer = await post<Answer>('/graphql', { query: QUERY, variables: { codes } });
  return {
    hubTickets: panelOf(answer, 'hubTickets'),
    serviceTickets: panelOf(answer, 'serviceTickets'),
    browsingHistory: panelOf(answer, 'browsingHistory'),
  };
}

/** One field of all the customers asked for, as well known as the worst known of them. */
export function panelOf(answer: Answer, field: string): Panel {
  const lines = (answer.extensions?.provenance ?? [])
    .filter((line) => line.path[1] === field)
    .sort((a, b) => WORST.indexOf(b.state) - WORST.indexOf(a.state));
  const failed = answer.errors?.find((error) => error.path === undefined || error.path.includes(field));
  const data = (answer.data?.customers ?? []).flatMap((customer) => (customer[field] as unknown[] | null) ?? []);
  const worst = lines[0];
  return {
    state: worst?.state ?? (failed === undefined ? 'fresh' : 'unavailable'),
    system: worst?.system ?? 'hub',
    asOf: worst?.asOf ?? null,
    data: failed !== undefined && data.length === 0 ? null : data,
    error: worst?.error ?? failed?.message ?? null,
  };
}
