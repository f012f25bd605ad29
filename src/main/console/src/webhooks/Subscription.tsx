import { Button } from 'antd';
import { Confirm } from '../app/Confirm';
import { moment } from '../desk/format';
import { useLanguage, useWords } from '../words';
import type { Webhook } from './api';

const TONES: Record<Webhook['state'], string> = { active: 'good', failing: 'warn', paused: 'calm', disabled: 'bad' };

/** One subscriber: where, of what, how it is going, and what can be done about it. */
export function Subscription({
  webhook,
  onEdit,
  onDeliveries,
  onTest,
  onState,
  onRotate,
  onDelete,
}: {
  webhook: Webhook;
  onEdit: () => void;
  onDeliveries: () => void;
  onTest: () => Promise<void>;
  onState: (state: 'active' | 'paused') => Promise<void>;
  onRotate: () => Promise<void>;
  onDelete: () => Promise<void>;
}) {
  const { hooks, thread } = useWords();
  const language = useLanguage();
  const served = webhook.state === 'active' || webhook.state === 'failing';
  return (
    <li className="side-entry" aria-label={webhook.url}>
      <div className="side-row">
        <b className="mono">{webhook.url}</b>
        <span className={`tag ${TONES[webhook.state]}`}>{hooks.states[webhook.state]}</span>
      </div>
      {webhook.description === '' ? null : <p>{webhook.description}</p>}
      {webhook.reason === undefined ? null : <p className="panel-error">{webhook.reason}</p>}
      <p className="side-facts">
        {[
          webhook.types.length === 0 ? hooks.allTypes : webhook.types.join(', '),
          hooks.waiting(webhook.waiting),
          hooks.dead(webhook.dead),
          hooks.since(moment(webhook.created, language)),
          webhook.restUntil === undefined ? null : hooks.rests(moment(webhook.restUntil, language)),
          webhook.oldSecretUntil === undefined || Date.parse(webhook.oldSecretUntil) < Date.now()
            ? null
            : hooks.oldSecret(moment(webhook.oldSecretUntil, language)),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <div className="hook-tools">
        <Button size="small" onClick={onDeliveries}>
          {hooks.deliveries}
        </Button>
        <Button size="small" onClick={() => void onTest()}>
          {hooks.test}
        </Button>
        <Button size="small" onClick={() => void onState(served ? 'paused' : 'active')}>
          {served ? hooks.pause : hooks.resume}
        </Button>
        <Button size="small" onClick={onEdit}>
          {hooks.edit}
        </Button>
        <Confirm
          title={hooks.rotateAsk}
          description={<div className="close-hint">{hooks.rotateHint}</div>}
          okText={hooks.rotate}
          cancelText={thread.cancel}
          onConfirm={onRotate}
        >
          <Button size="small">{hooks.rotate}</Button>
        </Confirm>
        <Confirm
          title={hooks.deleteAsk}
          description={<div className="close-hint">{hooks.deleteHint}</div>}
          okText={hooks.delete}
          okButtonProps={{ danger: true }}
          cancelText={thread.cancel}
          onConfirm={onDelete}
        >
          <Button size="small" danger>
            {hooks.delete}
          </Button>
        </Confirm>
      </div>
    </li>
  );
}
