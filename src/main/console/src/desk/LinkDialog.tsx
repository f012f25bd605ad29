import { Alert, Modal, Select } from 'antd';
import { useEffect, useState } from 'react';
import type { AgentClient } from '../agent/client';
import type { Conversation } from '../agent/protocol';
import { useWords } from '../words';
import { ChannelIcon } from './ChannelIcon';
import { displayName } from './format';

/** Says by hand that another conversation is the same customer's; asks once more by being a dialog of its own. */
export function LinkDialog({
  open,
  client,
  conversation,
  linked,
  onClose,
  onLink,
}: {
  open: boolean;
  client: AgentClient;
  conversation: Conversation;
  linked: readonly string[];
  onClose: () => void;
  onLink: (other: string) => Promise<void>;
}) {
  const words = useWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => setChosen(null), [open]);

  const options = [...client.state.conversations.values()]
    .filter((each) => each.id !== conversation.id && !linked.includes(each.id))
    .sort((a, b) => b.updated.localeCompare(a.updated))
    .map((each) => {
      const channel = words.channels[each.channel] ?? each.channel;
      return {
        value: each.id,
        title: `${displayName(each)} ${channel} ${each.user}`,
        label: (
          <span className="colleague">
            <ChannelIcon channel={each.channel} />
            <span className="colleague-name">{displayName(each)}</span>
            <span className="colleague-login">{channel}</span>
          </span>
        ),
      };
    });

  const submit = async () => {
    if (chosen !== null) {
      setBusy(true);
      await onLink(chosen);
      setBusy(false);
    }
  };

  return (
    <Modal
      open={open}
      title={words.links.linkTitle(displayName(conversation))}
      okText={words.links.link}
      cancelText={words.thread.cancel}
      okButtonProps={{ disabled: chosen === null, loading: busy }}
      onOk={() => void submit()}
      onCancel={onClose}
      width={440}
      destroyOnHidden
    >
      <div className="link-dialog">
        <p>{words.links.linkHint}</p>
        <Select<string>
          className="transfer-choice"
          value={chosen}
          showSearch
          optionFilterProp="title"
          options={options}
          notFoundContent={words.links.noOther}
          placeholder={words.links.choose}
          aria-label={words.links.choose}
          onChange={setChosen}
        />
        <Alert type="info" showIcon message={words.links.undoHint} />
      </div>
    </Modal>
  );
}
