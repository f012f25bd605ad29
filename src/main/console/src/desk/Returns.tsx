import { RollbackOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import { useCallback, useState } from 'react';
import { returns } from '../agent/returns';
import type { BusinessEvent, ReturnRequest } from '../agent/protocol';
import { useLanguage, useWords, type Words } from '../words';
import { isOfReturn, returnReason } from './business';
import { DecideReturn } from './DecideReturn';
import { moment } from './format';
import { NewReturn } from './NewReturn';
import { BlockFailed } from './Section';
import { useFetched } from './useFetched';

/** The returns asked for in this conversation, how far each is, and asking for one; `orders` as the order system tells them. */
export function Returns({
  conversation,
  orders,
  wanted,
  welcomes,
  events,
  onWant,
}: {
  conversation: string;
  orders: unknown;
  /** The order of which a return is being asked for: '' to be chosen, null none. */
  wanted: string | null;
  welcomes: number;
  events: readonly BusinessEvent[];
  onWant: (order: string | null) => void;
}) {
  const words = useWords();
  const [deciding, setDeciding] = useState<ReturnRequest | null>(null);
  const own = useFetched(
    useCallback(() => returns.of(conversation), [conversation]),
    `${welcomes} ${events.filter(isOfReturn).length}`,
  );
  const requests = own.data ?? [];

  return (
    <section className="panel-section returns" aria-label={words.returns.title}>
      <header>
        <h3>{words.returns.title}</h3>
        <Button type="text" size="small" icon={<RollbackOutlined />} onClick={() => onWant('')}>
          {words.returns.ask}
        </Button>
      </header>
      {own.failed && own.data === null ? (
        <BlockFailed text={words.returns.failed} onRetry={own.load} />
      ) : own.data === null ? (
        <Skeleton active title={false} paragraph={{ rows: 1 }} />
      ) : requests.length === 0 ? (
        <p className="panel-none">{words.returns.none}</p>
      ) : (
        <ul className="plain">
          {requests.map((request) => (
            <Line key={request.id} request={request} onDecide={() => setDeciding(request)} />
          ))}
        </ul>
      )}
      {wanted === null ? null : (
        <NewReturn
          key={wanted}
          conversation={conversation}
          orders={orders}
          order={wanted}
          onClose={() => onWant(null)}
          onMade={() => {
            onWant(null);
            own.load();
          }}
        />
      )}
      {deciding === null ? null : (
        <DecideReturn
          key={deciding.id}
          conversation={conversation}
          request={deciding}
          onClose={() => setDeciding(null)}
          onDecided={() => {
            setDeciding(null);
            own.load();
          }}
        />
      )}
    </section>
  );
}

function Line({ request, onDecide }: { request: ReturnRequest; onDecide: () => void }) {
  const words = useWords();
  const language = useLanguage();
  const state = returnState(request);
  const said = request.reference ?? (request.reason === undefined ? undefined : returnReason(request.reason, words));
  return (
    <li className="return-line">
      <span className="ticket-top">
        <span className="mono">{request.subject}</span>
        <time dateTime={request.updated}>{moment(request.updated, language)}</time>
      </span>
      <span className="ticket-bottom">
        <span className="ticket-subject">
          {[returnWhy(request, words), words.returns.by(request.by), said].filter(Boolean).join(' · ')}
        </span>
        <span className={`tag ${TONES[state]}`}>{words.returns.states[state]}</span>
      </span>
      {request.needsDecision ? (
        <span className="return-decide" role="alert">
          {words.returns.undecided}
          <Button size="small" onClick={onDecide}>
            {words.returns.decide}
          </Button>
        </span>
      ) : null}
    </li>
  );
}

type Shown = 'requested' | 'sent' | 'unknown' | 'done' | 'failed';

const TONES: Record<Shown, string> = { requested: 'calm', sent: 'brand', unknown: 'warn', done: 'good', failed: 'bad' };

/** How far it is, in an agent's words. */
export function returnState({ state, attempts }: ReturnRequest): Shown {
  switch (state) {
    case 'waiting':
      return attempts > 0 ? 'sent' : 'requested';
    case 'unknown':
      return 'unknown';
    case 'accepted':
      return 'done';
    case 'refused':
      return 'failed';
  }
}

function returnWhy({ payload }: ReturnRequest, words: Words): string {
  const code = payload.reasonCode ?? '';
  return words.returns.reasons[code] ?? code;
}
