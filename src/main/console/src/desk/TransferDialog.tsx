import { App as AntApp, Form, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import type { AgentClient } from '../agent/client';
import type { TransferTarget } from '../agent/protocol';
import { refusal, useWords } from '../words';

type To = 'agent' | 'skill' | 'bot';

/** Hands a conversation to a colleague, a skill's queue, or back to the bot. */
export function TransferDialog({
  open,
  client,
  conversation,
  onClose,
  onDone,
}: {
  open: boolean;
  client: AgentClient;
  conversation: string;
  onClose: () => void;
  onDone: () => void;
}) {
  const words = useWords();
  const { message } = AntApp.useApp();
  const [to, setTo] = useState<To>('agent');
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const given = name.trim();

  const submit = async () => {
    const target: TransferTarget = to === 'bot' ? { bot: true } : to === 'agent' ? { agent: given } : { skill: given };
    setBusy(true);
    const result = await client.transfer(conversation, target);
    setBusy(false);
    if (result.ok) {
      void message.success(words.transfer.done);
      onDone();
    } else {
      void message.warning(result.message ?? refusal(words, result));
    }
  };

  return (
    <Modal
      open={open}
      title={words.transfer.title}
      okText={words.transfer.submit}
      cancelText={words.thread.cancel}
      okButtonProps={{ disabled: to !== 'bot' && given === '', loading: busy }}
      onOk={() => void submit()}
      onCancel={onClose}
      width={420}
      destroyOnHidden
    >
      <Form layout="vertical" onFinish={() => void submit()}>
        <Form.Item label={words.transfer.to}>
          <Segmented<To>
            block
            value={to}
            onChange={(next) => {
              setTo(next);
              setName('');
            }}
            options={[
              { value: 'agent', label: words.transfer.agent },
              { value: 'skill', label: words.transfer.skill },
              { value: 'bot', label: words.transfer.bot },
            ]}
          />
        </Form.Item>
        <div className="transfer-target">
          {to === 'bot' ? (
            <p>{words.transfer.botHint}</p>
          ) : (
            <Input
              value={name}
              autoFocus
              autoCapitalize="none"
              spellCheck={false}
              aria-label={to === 'agent' ? words.transfer.agent : words.transfer.skill}
              placeholder={to === 'agent' ? words.transfer.agentPlaceholder : words.transfer.skillPlaceholder}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </div>
      </Form>
    </Modal>
  );
}
