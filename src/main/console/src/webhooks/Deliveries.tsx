import { ReloadOutlined } from '@ant-design/icons';
import { App as AntApp, Button, Drawer, Segmented, Skeleton } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import { Refused } from '../agent/rest';
import { Confirm } from '../app/Confirm';
import { EmptyNote } from '../desk/EmptyNote';
import { clock, moment } from '../desk/format';
import { useFetched } from '../desk/useFetched';
import { useLanguage, useWords } from '../words';
import { webhooks, type Delivery, type DeliveryState, type Webhook } from './api';

type Shown = DeliveryState | 'all';
const STATES: readonly Shown[] = ['all', 'waiting', 'delivered', 'dead'];
const TONES: Record<DeliveryState, string> = { waiting: 'warn', delivered: 'good', dead: 'bad' };
const PAGE = 50;
const WEEK = 7 * 86_400_000;

/** What became of the events of one subscription, each try of each, and sending them again. */
export function Deliveries({ webhook, onClose }: { webhook: Webhook | null; onClose: () => void }) {
  const words = useWords();
  return (
    <Drawer open={webhook !== null} onClose={onClose} title={words.hooks.log} width="min(560px, 100%)" destroyOnHidden>
      {webhook === null ? null : <Log webhook={webhook} />}
    </Drawer>
  );
}

function Log({ webhook }: { webhook: Webhook }) {
  const words = useWords();
  const { message } = AntApp.useApp();
  const [state, setState] = useState<Shown>('all');
  const [older, setOlder] = useState<Delivery[]>([]);
  const log = useFetched(
    useCallback(() => webhooks.deliveries(webhook.id, state), [webhook.id, state]),
    0,
  );
  useEffect(() => setOlder([]), [state, log.data]);
  const all = [...(log.data ?? []), ...older];

  const act = async (work: () => Promise<string>) => {
    try {
      void message.success(await work());
      log.load();
    } catch (e) {
      void message.error(e instanceof Refused ? e.message : words.results.offline);
    }
  };
  const more = () =>
    webhooks.deliveries(webhook.id, state, all[all.length - 1]?.created).then(
      (found) => setOlder((known) => [...known, ...found]),
      () => void message.error(words.hooks.logFailed),
    );
  const last = older.length > 0 ? older.length : (log.data?.length ?? 0);

  return (
    <div className="deliveries">
      <p className="mono">{webhook.url}</p>
      <div className="deliveries-top">
        <Segmented<Shown> aria-label={words.hooks.deliveries} value={state} onChange={setState} options={STATES.map((value) => ({ value, label: words.hooks.deliveryStates[value] }))} />
        <Button type="text" icon={<ReloadOutlined spin={log.loading} />} aria-label={words.panel.reload} onClick={log.load} />
        {webhook.dead > 0 ? (
          <Confirm
            title={words.hooks.replayAsk}
            okText={words.hooks.replay}
            cancelText={words.thread.cancel}
            onConfirm={() =>
              act(async () => words.hooks.replayed((await webhooks.replayDead(webhook.id, new Date(Date.now() - WEEK).toISOString())).replayed))
            }
          >
            <Button>{words.hooks.replayDead}</Button>
          </Confirm>
        ) : null}
      </div>
      {log.failed && log.data === null ? (
        <EmptyNote kind="trouble" title={words.hooks.logFailed} />
      ) : log.data === null ? (
        <Skeleton active />
      ) : all.length === 0 ? (
        <EmptyNote kind="rest" title={words.hooks.logEmpty} />
      ) : (
        <ul className="plain">
          {all.map((delivery) => (
            <One
              key={delivery.id}
              delivery={delivery}
              onReplay={() => act(async () => webhooks.replay(webhook.id, delivery.id).then(() => words.hooks.replayed(1)))}
            />
          ))}
        </ul>
      )}
      {last > 0 && last % PAGE === 0 ? <Button onClick={() => void more()}>{words.search.more}</Button> : null}
    </div>
  );
}

function One({ delivery, onReplay }: { delivery: Delivery; onReplay: () => Promise<void> }) {
  const { hooks } = useWords();
  const language = useLanguage();
  return (
    <li className="delivery">
      <div className="side-row">
        <b className="mono">{delivery.type}</b>
        <span className={`tag ${TONES[delivery.state]}`}>{hooks.deliveryStates[delivery.state]}</span>
      </div>
      <p className="side-facts">
        <time dateTime={delivery.created}>{moment(delivery.created, language)}</time>
        {delivery.due === undefined ? null : <span> · {hooks.due(moment(delivery.due, language))}</span>}
      </p>
      <ol className="plain attempts" aria-label={hooks.attempts}>
        {delivery.attempts.map((attempt) => (
          <li key={`${attempt.number} ${attempt.time}`} className={attempt.error === undefined ? '' : 'bad'}>
            <span>#{attempt.number}</span>
            <time dateTime={attempt.time}>{clock(attempt.time, language)}</time>
            <span>{attempt.status === 0 ? '—' : `HTTP ${attempt.status}`}</span>
            <span>{attempt.millis} ms</span>
            <span>{attempt.error === undefined ? '' : (hooks.errors[attempt.error] ?? attempt.error)}</span>
          </li>
        ))}
      </ol>
      {delivery.state === 'waiting' ? null : (
        <Button type="link" size="small" className="panel-more" onClick={() => void onReplay()}>
          {hooks.replay}
        </Button>
      )}
    </li>
  );
}
