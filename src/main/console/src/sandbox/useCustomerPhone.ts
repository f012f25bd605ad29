import { browserKeep, Customer, type CustomerState } from '@serai/sdk';
import { useEffect, useMemo, useState } from 'react';
import type { Phone, PhoneLine } from './phone';

/** The merchant's shop vouches for its logged-in customer; here the sandbox plays the merchant. */
async function merchantToken(channel: 'web' | 'app', customer: string): Promise<string> {
  const query = new URLSearchParams({ customer, channel, account: 'main' });
  const response = await fetch(`/sandbox/merchant-jwt?${query}`);
  if (!response.ok) {
    throw new Error(`merchant-jwt answered ${response.status}`);
  }
  return ((await response.json()) as { token: string }).token;
}

/** A phone on the hub's own channels, web or app: it speaks the customers' WebSocket as any client does. */
export function useCustomerPhone(channel: 'web' | 'app', customer: string | null): Phone {
  const [held, setHeld] = useState<{ client: Customer; of: string | null } | null>(null);
  const [state, setState] = useState<CustomerState | null>(null);
  const [noToken, setNoToken] = useState(false);
  // In the render that changes the customer, the client is still the one before: nothing may go there any more.
  const client = held !== null && held.of === customer ? held.client : null;

  useEffect(() => {
    let gone = false;
    let made: Customer | null = null;
    setNoToken(false);
    setState(null);

    const begin = (token: string | undefined) => {
      if (gone) {
        return;
      }
      made = new Customer({
        base: window.location.href,
        channel,
        account: 'main',
        token,
        renew: customer === null ? undefined : () => merchantToken(channel, customer),
        keep: browserKeep(),
      });
      const current = made;
      current.subscribe(() => setState(current.state));
      setHeld({ client: current, of: customer });
      current.start();
    };
    if (customer === null) {
      begin(undefined);
    } else {
      merchantToken(channel, customer).then(begin, () => {
        if (!gone) {
          setNoToken(true);
        }
      });
    }
    return () => {
      gone = true;
      made?.stop();
      setHeld(null);
    };
  }, [channel, customer]);

  const last = state?.messages[state.messages.length - 1]?.seq ?? 0;
  useEffect(() => {
    if (last > 0) {
      client?.read();
    }
  }, [client, last]);

  return useMemo(
    () => ({
      state: {
        lines: state === null ? [] : lines(state),
        typing: state?.typing ?? false,
        queue: state?.queue ?? null,
        trouble: noToken ? 'no-token' : trouble(state),
      },
      ready: client !== null,
      send: (text) => client?.send({ type: 'text', text }),
      typing: () => client?.typing(),
      retry: (key) => client?.retry(key),
    }),
    [client, noToken, state],
  );
}

function lines(state: CustomerState): PhoneLine[] {
  return [
    ...state.messages.map(
      (message): PhoneLine => ({
        key: message.id,
        mine: message.sender.kind === 'customer',
        content: message.content,
        state: 'here',
      }),
    ),
    ...state.pending.map(
      (pending): PhoneLine => ({
        key: pending.id,
        mine: true,
        content: pending.content,
        state: pending.refused === null ? 'going' : 'failed',
      }),
    ),
  ];
}

function trouble(state: CustomerState | null) {
  switch (state?.phase.name) {
    case 'open':
      return null;
    case 'waiting':
    case 'stopped':
      return 'offline' as const;
    default:
      return 'connecting' as const;
  }
}
