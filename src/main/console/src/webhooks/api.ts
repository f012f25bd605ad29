import { call, post } from '../agent/rest';

/** docs/webhooks.md. */
export interface Webhook {
  id: string;
  url: string;
  description: string;
  types: string[];
  state: 'active' | 'failing' | 'paused' | 'disabled';
  reason?: string;
  restUntil?: string;
  oldSecretUntil?: string;
  created: string;
  waiting: number;
  dead: number;
  /** Only in the answer that made it. */
  secret?: string;
}

export interface Attempt {
  number: number;
  time: string;
  /** HTTP; 0 if there was no answer. */
  status: number;
  millis: number;
  error?: string;
}

export type DeliveryState = 'waiting' | 'delivered' | 'dead';

export interface Delivery {
  id: string;
  event: string;
  type: string;
  created: string;
  state: DeliveryState;
  due?: string;
  attempts: Attempt[];
}

export interface Wish {
  url: string;
  description: string;
  types: string[];
}

const ALL = '/api/v1/webhooks';
const at = (id: string) => `${ALL}/${encodeURIComponent(id)}`;

export const webhooks = {
  list: (): Promise<Webhook[]> => call(ALL),
  create: (wish: Wish): Promise<Webhook> => post(ALL, wish),
  change: (id: string, patch: Partial<Wish> & { state?: 'active' | 'paused' }): Promise<Webhook> => post(at(id), patch, 'PATCH'),
  remove: (id: string): Promise<void> => call(at(id), { method: 'DELETE' }),
  rotate: (id: string): Promise<Webhook> => post(`${at(id)}/secret`, {}),
  test: (id: string): Promise<{ event: string }> => post(`${at(id)}/test`, {}),
  replay: (id: string, delivery: string): Promise<unknown> => post(`${at(id)}/deliveries/${encodeURIComponent(delivery)}/replay`, {}),
  /** Sends again what was given up since then. */
  replayDead: (id: string, since: string): Promise<{ replayed: number }> => post(`${at(id)}/replay`, { since, state: 'dead' }),
  deliveries: (id: string, state: DeliveryState | 'all', before?: string): Promise<Delivery[]> => {
    const query = new URLSearchParams({ limit: '50', ...(state === 'all' ? {} : { state }), ...(before === undefined ? {} : { before }) });
    return call(`${at(id)}/deliveries?${query}`);
  },
};
