import { ArrowLeftOutlined, CheckCircleOutlined, IdcardOutlined, SwapOutlined } from '@ant-design/icons';
import { App as AntApp, Button } from 'antd';
import { useState } from 'react';
import type { AgentClient } from '../agent/client';
import type { Conversation } from '../agent/protocol';
import { Confirm } from '../app/Confirm';
import { useMedia } from '../app/preferences';
import { refusal, useWords } from '../words';
import { Avatar } from './Avatar';
import { ChannelIcon } from './ChannelIcon';
import { displayName } from './format';
import { ownerText } from './owner';
import { TransferDialog } from './TransferDialog';

export function ThreadHeader({
  client,
  conversation,
  mine,
  onBack,
  onDetails,
  onGone,
}: {
  client: AgentClient;
  conversation: Conversation;
  mine: boolean;
  onBack: (() => void) | undefined;
  onDetails: (() => void) | undefined;
  onGone: () => void;
}) {
  const words = useWords();
  const { message } = AntApp.useApp();
  const tight = useMedia('(max-width: 899px)');
  const [transferring, setTransferring] = useState(false);
  const name = displayName(conversation);
  // Where it stands alone, without the list and the bar on top, it is what the page is about.
  const Heading = onBack === undefined ? 'h2' : 'h1';

  const close = async () => {
    const result = await client.close(conversation.id);
    if (result.ok) {
      onGone();
    } else {
      void message.warning(refusal(words, result));
    }
  };

  return (
    <header className="thread-header">
      {onBack === undefined ? null : (
        <Button type="text" icon={<ArrowLeftOutlined />} aria-label={words.thread.back} onClick={onBack} />
      )}
      <Avatar name={name} id={conversation.id} size={36} corner={<ChannelIcon channel={conversation.channel} size={16} />} />
      <div className="thread-who">
        <Heading dir="auto">{name}</Heading>
        <p>
          {words.channels[conversation.channel] ?? conversation.channel}
          <span> · {conversation.account}</span>
          {mine ? null : <span className={`owner-tag ${conversation.owner.kind}`}>{ownerText(conversation, words)}</span>}
        </p>
      </div>
      <div className="thread-tools">
        {mine ? (
          <>
            <Tool text={words.thread.transfer} icon={<SwapOutlined />} tight={tight} onClick={() => setTransferring(true)} />
            <Confirm
              title={words.thread.closeAsk}
              description={<div className="close-hint">{words.thread.closeHint}</div>}
              okText={words.thread.close}
              cancelText={words.thread.cancel}
              placement="bottomRight"
              onConfirm={close}
            >
              <span>
                <Tool text={words.thread.close} icon={<CheckCircleOutlined />} tight={tight} />
              </span>
            </Confirm>
          </>
        ) : null}
        {onDetails === undefined ? null : (
          <Tool text={words.thread.details} icon={<IdcardOutlined />} tight={tight} onClick={onDetails} />
        )}
      </div>
      <TransferDialog
        open={transferring}
        client={client}
        conversation={conversation.id}
        holder={conversation.owner.agent ?? null}
        onClose={() => setTransferring(false)}
        onDone={() => {
          setTransferring(false);
          onGone();
        }}
      />
    </header>
  );
}

/** A button with its word beside it, or, where room is short, on hovering. */
function Tool({
  text,
  icon,
  tight,
  onClick,
}: {
  text: string;
  icon: React.ReactNode;
  tight: boolean;
  onClick?: () => void;
}) {
  return tight ? (
    <Button type="text" icon={icon} aria-label={text} title={text} onClick={onClick} />
  ) : (
    <Button icon={icon} onClick={onClick}>
      {text}
    </Button>
  );
}
