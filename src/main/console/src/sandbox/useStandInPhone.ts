import { newId, type Content } from '@serai/sdk';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Phone, PhoneLine } from './phone';

interface StandInMessage {
  n: number;
  from: 'user' | 'account';
  content: Content;
  time: string;
}

const EVERY = 1_000;
const EVERY_WHEN_DOWN = 5_000;

/**
 * A phone of a platform that is not ours: it talks to the platform's stand-in, which signs and encrypts and posts to
 * the hub as the platform would, and takes the hub's replies by the platform's own API.
 */
export function useStandInPhone(platform: 'wechat' | 'douyin', user: string): Phone {
  const [messages, setMessages] = useState<StandInMessage[]>([]);
  const [sending, setSending] = useState<PhoneLine[]>([]);
  const [down, setDown] = useState(false);
  const last = useRef(0);
  const look = useRef<() => void>(() => undefined);

  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const poll = async () => {
      clearTimeout(timer);
      let next = EVERY;
      try {
        const query = new URLSearchParams({ user, after: String(last.current) });
        const response = await fetch(`/sandbox/phones/${platform}/messages?${query}`);
        if (!response.ok) {
          throw new Error(String(response.status));
        }
        const fresh = ((await response.json()) as { messages: StandInMessage[] }).messages;
        if (!gone) {
          setDown(false);
          take(fresh);
        }
      } catch {
        next = EVERY_WHEN_DOWN;
        setDown(true);
      }
      if (!gone) {
        clearTimeout(timer);
        timer = setTimeout(() => void poll(), document.visibilityState === 'visible' ? next : EVERY_WHEN_DOWN);
      }
    };
    const take = (fresh: StandInMessage[]) => {
      const unseen = fresh.filter((message) => message.n > last.current);
      if (unseen.length > 0) {
        last.current = Math.max(...unseen.map((message) => message.n));
        setMessages((held) => [...held, ...unseen]);
        const arrived = unseen.filter((message) => message.from === 'user').length;
        setSending((held) => withoutFirst(held, arrived));
      }
    };
    look.current = () => void poll();
    void poll();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [platform, user]);

  const post = useCallback(
    async (line: PhoneLine) => {
      setSending((held) => [...held.filter((each) => each.key !== line.key), { ...line, state: 'going' }]);
      try {
        const response = await fetch(`/sandbox/phones/${platform}/send`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ user, content: line.content }),
        });
        if (!response.ok) {
          throw new Error(String(response.status));
        }
        look.current();
      } catch {
        setSending((held) => held.map((each) => (each.key === line.key ? { ...each, state: 'failed' } : each)));
      }
    },
    [platform, user],
  );

  return useMemo(
    () => ({
      state: {
        lines: [
          ...messages.map(
            (message): PhoneLine => ({
              key: `n${message.n}`,
              mine: message.from === 'user',
              content: message.content,
              state: 'here',
            }),
          ),
          ...sending,
        ],
        typing: false,
        queue: null,
        trouble: down ? 'unreachable' : null,
      },
      ready: true,
      send: (text) => void post({ key: newId(), mine: true, content: { type: 'text', text }, state: 'going' }),
      typing: () => undefined,
      retry: (key) => {
        const line = sending.find((each) => each.key === key);
        if (line !== undefined) {
          void post(line);
        }
      },
    }),
    [messages, sending, down, post],
  );
}

/** The platform gives no id of ours back: what arrived is what was sent first. */
function withoutFirst(lines: PhoneLine[], count: number): PhoneLine[] {
  let left = count;
  return lines.filter((line) => line.state !== 'going' || left-- <= 0);
}
