import { parseJson, type Message } from '@serai/sdk';
import { heardAt } from './clock';
import type { BusinessEvent, Colleague, Conversation, CustomerPanels, User } from './protocol';

/** The hub answered, but not with what was asked for. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** What it is called, for those who cannot read the message; empty if it has no name. */
    readonly title = '',
  ) {
    super(message);
  }
}

/** Calls the hub; what it refuses is a `Refused` with its reason, and an answer that is no JSON is none of its. */
export async function call<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(path, { credentials: 'same-origin', ...init });
  heardAt(response.headers.get('date'));
  const text = await response.text();
  const body: unknown = text === '' ? null : response.ok ? parseJson(text) : tolerant(text);
  if (!response.ok) {
    const problem = body as { detail?: unknown; message?: unknown; title?: unknown } | null;
    const said = problem?.detail ?? problem?.message;
    throw new Refused(response.status, typeof said === 'string' ? said : response.statusText, typeof problem?.title === 'string' ? problem.title : '');
  }
  return body as T;
}

function tolerant(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

export function post<T>(path: string, body?: unknown, method = 'POST'): Promise<T> {
  return call<T>(path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** A list that comes bare or under the name of what it holds. */
function listOf<T>(body: unknown, name: string): T[] {
  const held = Array.isArray(body) ? body : (body as Record<string, unknown> | null)?.[name];
  return Array.isArray(held) ? (held as T[]) : [];
}

/** The session lives in an HttpOnly cookie; no token ever passes through here. */
export const rest = {
  login: async (username: string, password: string): Promise<User> =>
    (await post<{ user: User }>('/api/v1/login', { username, password })).user,

  logout: (): Promise<void> => post('/api/v1/logout'),

  /** Who is logged in; null if nobody is. */
  me: async (): Promise<User | null> => {
    try {
      const body = await call<{ user?: User } & Partial<User>>('/api/v1/me');
      return body.user ?? (typeof body.login === 'string' ? (body as User) : null);
    } catch (e) {
      if (e instanceof Refused && (e.status === 401 || e.status === 403)) {
        return null;
      }
      throw e;
    }
  },

  conversations: async (owner: 'me' | 'queue' | 'all'): Promise<Conversation[]> =>
    listOf(await call(`/api/v1/conversations?owner=${owner}`), 'conversations'),

  /** One as it stands; refused if it is not there, or not for this agent. */
  conversation: (id: string): Promise<Conversation> => call(`/api/v1/conversations/${encodeURIComponent(id)}`),

  messages: async (conversation: string, range: { after?: number; before?: number; limit?: number }): Promise<Message[]> => {
    const query = new URLSearchParams(Object.entries(range).map(([name, value]) => [name, String(value)]));
    return listOf(await call(`/api/v1/conversations/${encodeURIComponent(conversation)}/messages?${query}`), 'messages');
  },

  /** What happened beside a conversation, oldest first. */
  notes: async (conversation: string): Promise<BusinessEvent[]> =>
    (await call<{ event: BusinessEvent }[]>(`/api/v1/conversations/${encodeURIComponent(conversation)}/notes?limit=200`)).map(
      ({ event }) => event,
    ),

  agents: async (): Promise<Colleague[]> => listOf(await call('/api/v1/agents'), 'agents'),

  customer: (conversation: string): Promise<CustomerPanels> =>
    call(`/api/v1/conversations/${encodeURIComponent(conversation)}/customer`),
};
