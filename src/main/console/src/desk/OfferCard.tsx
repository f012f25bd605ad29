import { App as AntApp, Button } from 'antd';
import { useMemo, useState } from 'react';
import { hubTime } from '../agent/clock';
import type { AgentClient } from '../agent/client';
import type { Offer } from '../agent/protocol';
import { useNow } from '../app/preferences';
import { refusal, useWords } from '../words';
import { Avatar } from './Avatar';
import { ChannelIcon } from './ChannelIcon';
import { displayName, previewText } from './format';

/** A conversation offered to this agent, with the time left to take it. */
export function OfferCard({
  offer,
  client,
  onAccepted,
  onDeclined,
}: {
  offer: Offer;
  client: AgentClient;
  onAccepted: (id: string) => void;
  onDeclined: () => void;
}) {
  const words = useWords();
  const { message } = AntApp.useApp();
  const [busy, setBusy] = useState<'accept' | 'decline' | null>(null);
  const now = useNow(250);
  const expires = new Date(offer.expires).getTime();
  const whole = useMemo(() => Math.max(1, expires - hubTime()), [expires]);
  const left = Math.max(0, expires - now);
  const { conversation } = offer;

  const answer = async (kind: 'accept' | 'decline') => {
    setBusy(kind);
    const result = await client[kind](offer);
    setBusy(null);
    if (!result.ok) {
      void message.warning(refusal(words, result));
    } else if (kind === 'accept') {
      onAccepted(conversation.id);
    } else {
      onDeclined();
    }
  };

  return (
    <article className="offer-card" aria-label={displayName(conversation)}>
      <div className="offer-who">
        <Avatar
          name={displayName(conversation)}
          id={conversation.id}
          size={36}
          corner={<ChannelIcon channel={conversation.channel} size={16} />}
        />
        <span className="row-text">
          <span className="row-top">
            <span className="row-name" dir="auto">{displayName(conversation)}</span>
            <span className={`offer-left${left < 6_000 ? ' soon' : ''}`} role="timer" aria-live="off">
              {words.list.secondsLeft(Math.ceil(left / 1000))}
            </span>
          </span>
          <span className="row-preview" dir="auto">{previewText(conversation.preview, words) || ' '}</span>
        </span>
      </div>
      <div className="offer-bar" aria-hidden="true">
        <i style={{ transform: `scaleX(${Math.min(1, left / whole)})` }} />
      </div>
      <div className="offer-buttons">
        <Button onClick={() => void answer('decline')} loading={busy === 'decline'} disabled={busy !== null}>
          {words.list.decline}
        </Button>
        <Button
          type="primary"
          onClick={() => void answer('accept')}
          loading={busy === 'accept'}
          disabled={busy !== null}
        >
          {words.list.accept}
        </Button>
      </div>
    </article>
  );
}
