import { Alert, App as AntApp, Form, Modal, Segmented, Select } from 'antd';
import { useEffect, useState } from 'react';
import type { AgentClient } from '../agent/client';
import type { Colleague, TransferTarget } from '../agent/protocol';
import { rest } from '../agent/rest';
import { refusal, useWords } from '../words';

type To = 'agent' | 'skill' | 'queue' | 'bot';
/** Those who need nobody chosen. */
const WHOLE = { queue: {}, bot: { bot: true } } as const satisfies Record<string, TransferTarget>;

/** Hands a conversation to a colleague, a skill's queue, everybody's, or back to the bot. */
export function TransferDialog({
  open,
  client,
  conversation,
  holder,
  onClose,
  onDone,
}: {
  open: boolean;
  client: AgentClient;
  conversation: string;
  /** Who has it now: nobody hands it to them. */
  holder: string | null;
  onClose: () => void;
  onDone: () => void;
}) {
  const words = useWords();
  const { message } = AntApp.useApp();
  const [to, setTo] = useState<To>('agent');
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [colleagues, setColleagues] = useState<Colleague[] | null>(null);
  const [failed, setFailed] = useState(false);
  const given = name;

  useEffect(() => {
    if (!open) {
      return;
    }
    let gone = false;
    setName('');
    setFailed(false);
    rest.agents().then(
      (found) => !gone && setColleagues(found),
      () => !gone && setFailed(true),
    );
    return () => {
      gone = true;
    };
  }, [open]);

  const options = to === 'agent' ? people(colleagues ?? [], holder, words.presence) : skills(colleagues ?? []);

  const submit = async () => {
    const target: TransferTarget = isWhole(to) ? WHOLE[to] : to === 'agent' ? { agent: given } : { skill: given };
    setBusy(true);
    const result = await client.transfer(conversation, target);
    setBusy(false);
    if (result.ok) {
      void message.success(words.transfer.done);
      onDone();
    } else {
      const theirs = to === 'agent' ? words.transfer.refusals[result.code ?? ''] : undefined;
      void message.warning(theirs ?? refusal(words, result));
    }
  };

  return (
    <Modal
      open={open}
      title={words.transfer.title}
      okText={words.transfer.submit}
      cancelText={words.thread.cancel}
      okButtonProps={{ disabled: !isWhole(to) && given === '', loading: busy }}
      onOk={() => void submit()}
      onCancel={onClose}
      width={420}
      destroyOnHidden
    >
      <Form layout="vertical" onFinish={() => void submit()}>
        <Form.Item label={words.transfer.to}>
          <Segmented<To>
            block
            aria-label={words.transfer.to}
            value={to}
            onChange={(next) => {
              setTo(next);
              setName('');
            }}
            options={[
              { value: 'agent', label: words.transfer.agent },
              { value: 'skill', label: words.transfer.skill },
              { value: 'queue', label: words.transfer.queue },
              { value: 'bot', label: words.transfer.bot },
            ]}
          />
        </Form.Item>
        <div className="transfer-target">
          {isWhole(to) ? (
            <p>{to === 'bot' ? words.transfer.botHint : words.transfer.queueHint}</p>
          ) : failed ? (
            <Alert type="warning" showIcon message={words.transfer.cannotLoad} />
          ) : (
            <Select<string>
              className="transfer-choice"
              value={name === '' ? undefined : name}
              showSearch
              optionFilterProp="title"
              loading={colleagues === null}
              options={options}
              notFoundContent={words.transfer.nobody}
              aria-label={to === 'agent' ? words.transfer.agent : words.transfer.skill}
              placeholder={to === 'agent' ? words.transfer.agentPlaceholder : words.transfer.skillPlaceholder}
              onChange={setName}
            />
          )}
        </div>
      </Form>
    </Modal>
  );
}

function isWhole(to: To): to is keyof typeof WHOLE {
  return to in WHOLE;
}

/** Colleagues who can take it come first; the others are shown, since one looks for them, but cannot be chosen. */
function people(colleagues: Colleague[], holder: string | null, presence: Record<Colleague['presence'], string>) {
  return colleagues
    .filter((one) => one.login !== holder)
    .map((one) => ({ ...one, state: one.connected ? one.presence : ('offline' as const) }))
    .sort((a, b) => Number(b.state === 'online') - Number(a.state === 'online'))
    .map((one) => ({
      value: one.login,
      title: `${one.name} ${one.login}`,
      disabled: one.state !== 'online',
      label: (
        <span className="colleague">
          <span className="colleague-name">{one.name}</span>
          <span className="colleague-login">{one.login}</span>
          <span className={`colleague-state ${one.state}`}>{presence[one.state]}</span>
        </span>
      ),
    }));
}

function skills(colleagues: Colleague[]) {
  return [...new Set(colleagues.flatMap((one) => one.skills))].sort().map((skill) => ({ value: skill, title: skill, label: skill }));
}
