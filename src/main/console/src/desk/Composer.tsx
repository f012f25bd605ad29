import { SendOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { isComposing } from '@serai/sdk';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useMedia } from '../app/preferences';
import { useWords } from '../words';
import { draftOf, keepDraft } from './drafts';

/** The most characters of one reply. What is pasted beyond stays to be shortened: cut off unseen, it would be missed by nobody. */
const LONGEST = 4000;

/** Where the reply is written. Enter sends, unless an input method is still composing: then it picks a word. */
export function Composer({
  login,
  conversation,
  online,
  onSend,
  onTyping,
}: {
  login: string;
  conversation: string;
  online: boolean;
  onSend: (text: string) => void;
  onTyping: () => void;
}) {
  const words = useWords();
  const [text, setText] = useState(() => draftOf(login, conversation));
  const area = useRef<TextAreaRef>(null);
  const touch = useMedia('(pointer: coarse)');

  useEffect(() => {
    if (!touch) {
      area.current?.focus({ cursor: 'end' });
    }
  }, [conversation, touch]);

  const change = (next: string) => {
    setText(next);
    keepDraft(login, conversation, next);
  };

  const over = text.trim().length - LONGEST;
  const sendable = text.trim() !== '' && over <= 0;
  const send = () => {
    if (sendable) {
      onSend(text.trim());
      change('');
    }
    area.current?.focus();
  };

  const keyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Enter' && !event.shiftKey && !isComposing(event.nativeEvent)) {
      event.preventDefault();
      send();
    }
  };

  return (
    <footer className="composer">
      <div className="composer-box">
        <Input.TextArea
          ref={area}
          value={text}
          variant="borderless"
          dir="auto"
          autoSize={{ minRows: 1, maxRows: 8 }}
          placeholder={words.composer.placeholder}
          aria-label={words.composer.label}
          enterKeyHint="send"
          onChange={(event) => {
            change(event.target.value);
            onTyping();
          }}
          onKeyDown={keyDown}
        />
        <Button
          type="primary"
          icon={<SendOutlined />}
          aria-label={words.composer.send}
          disabled={!sendable}
          onClick={send}
        />
      </div>
      <p className={over > 0 ? 'composer-hint over' : 'composer-hint'} role="status">
        {over > 0 ? words.composer.tooLong(over) : online ? words.composer.hint : words.composer.offline}
      </p>
    </footer>
  );
}
