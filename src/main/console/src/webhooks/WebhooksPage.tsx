import { PlusOutlined } from '@ant-design/icons';
import { App as AntApp, Button, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { Refused } from '../agent/rest';
import type { User } from '../agent/protocol';
import { SidePage } from '../app/SidePage';
import { EmptyNote } from '../desk/EmptyNote';
import { useFetched } from '../desk/useFetched';
import { useWords } from '../words';
import { webhooks, type Webhook } from './api';
import { Deliveries } from './Deliveries';
import { EditWebhook } from './EditWebhook';
import { SecretShown } from './SecretShown';
import { Subscription } from './Subscription';
import './webhooks.css';

const EVERY = 10_000;

/** Who is told of events, for integrators and admins: docs/webhooks.md on a page. */
export default function WebhooksPage({ user, onLogout }: { user: User; onLogout: () => void }) {
  const words = useWords();
  const { message } = AntApp.useApp();
  const list = useFetched(webhooks.list, 0);
  const [editing, setEditing] = useState<Webhook | 'new' | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [looking, setLooking] = useState<Webhook | null>(null);

  const { load } = list;
  useEffect(() => {
    const timer = setInterval(load, EVERY);
    return () => clearInterval(timer);
  }, [load]);

  /** Does something, says why not, and looks again. */
  const act = async (work: () => Promise<string | undefined>): Promise<void> => {
    try {
      const said = await work();
      if (said !== undefined) {
        void message.success(said);
      }
    } catch (e) {
      void message.error(e instanceof Refused ? e.message : words.results.offline);
    }
    load();
  };
  const shown = (made: Webhook): undefined => {
    setSecret(made.secret ?? null);
    return undefined;
  };

  return (
    <SidePage
      user={user}
      title={words.hooks.title}
      beside={
        <a className="hooks-api" href="/openapi" target="_blank" rel="noreferrer">
          {words.hooks.api}
        </a>
      }
      onLogout={onLogout}
    >
      <div className="hooks-top">
        <p>{words.hooks.intro}</p>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
          {words.hooks.create}
        </Button>
      </div>
      {list.failed && list.data === null ? (
        <EmptyNote kind="trouble" title={words.hooks.failed}>
          <Button onClick={load}>{words.thread.tryAgain}</Button>
        </EmptyNote>
      ) : list.data === null ? (
        <Skeleton active />
      ) : list.data.length === 0 ? (
        <EmptyNote kind="rest" title={words.hooks.none} hint={words.hooks.noneHint} />
      ) : (
        <ul className="plain side-list">
          {list.data.map((webhook) => (
            <Subscription
              key={webhook.id}
              webhook={webhook}
              onEdit={() => setEditing(webhook)}
              onDeliveries={() => setLooking(webhook)}
              onTest={() => act(async () => webhooks.test(webhook.id).then(() => words.hooks.tested))}
              onState={(state) => act(async () => webhooks.change(webhook.id, { state }).then(() => undefined))}
              onRotate={() => act(async () => shown(await webhooks.rotate(webhook.id)))}
              onDelete={() => act(async () => webhooks.remove(webhook.id).then(() => words.hooks.deleted))}
            />
          ))}
        </ul>
      )}
      <EditWebhook
        webhook={editing}
        onClose={() => setEditing(null)}
        onDone={(made) => {
          setEditing(null);
          shown(made);
          load();
        }}
      />
      <SecretShown secret={secret} onClose={() => setSecret(null)} />
      <Deliveries webhook={looking} onClose={() => setLooking(null)} />
    </SidePage>
  );
}
