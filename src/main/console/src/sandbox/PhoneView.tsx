import { isComposing } from '@serai/sdk';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { ContentView } from '../desk/ContentView';
import { useWords } from '../words';
import type { Phone, PhoneLine } from './phone';

export type Skin = 'web' | 'app' | 'wechat' | 'douyin';

/** One customer's phone, dressed as the app the customer would see. */
export function PhoneView({
  skin,
  label,
  who,
  tool,
  phone,
}: {
  skin: Skin;
  label: string;
  who: string;
  tool?: ReactNode;
  phone: Phone;
}) {
  const words = useWords();
  const { state } = phone;
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [state.lines.length, state.typing]);

  return (
    <section className={`phone ${skin}`} aria-label={`${label}: ${who}`} data-phone={skin}>
      <div className="phone-caption">
        <b>{label}</b>
        <span>{who}</span>
        {tool}
      </div>
      <div className="phone-body">
        <PhoneTop skin={skin} state={subtitle(phone, words)} />
        <div className="phone-lines" ref={box} role="log" aria-live="polite" tabIndex={0}>
          {state.lines.length === 0 ? <p className="phone-note">{words.sandbox.empty}</p> : null}
          {state.lines.map((line) => (
            <Line key={line.key} line={line} skin={skin} onRetry={() => phone.retry(line.key)} />
          ))}
          {state.queue !== null && state.queue > 0 ? <p className="phone-note">{words.sandbox.queue(state.queue)}</p> : null}
          {state.typing ? (
            <div className="phone-line theirs">
              <PhoneFace skin={skin} mine={false} />
              <div className="phone-bubble phone-typing">
                <i />
                <i />
                <i />
              </div>
            </div>
          ) : null}
        </div>
        <Phrases phone={phone} />
        <PhoneComposer phone={phone} />
      </div>
    </section>
  );
}

function subtitle(phone: Phone, words: ReturnType<typeof useWords>): string | null {
  switch (phone.state.trouble) {
    case 'connecting':
      return words.sandbox.connecting;
    case 'offline':
      return words.sandbox.offline;
    case 'unreachable':
      return words.sandbox.unreachable;
    case 'no-token':
      return words.sandbox.noToken;
    default:
      return null;
  }
}

function PhoneTop({ skin, state }: { skin: Skin; state: string | null }) {
  const words = useWords();
  return (
    <header className="phone-top">
      {skin === 'web' ? <span className="phone-address">shop.example.cn</span> : null}
      <div className="phone-title">
        {skin === 'web' ? null : <span className="phone-back" aria-hidden="true" />}
        <span>
          <b>{words.sandbox.accountName}</b>
          <small role="status">{state ?? (skin === 'wechat' ? '' : words.sandbox.online)}</small>
        </span>
      </div>
    </header>
  );
}

function PhoneFace({ skin, mine }: { skin: Skin; mine: boolean }) {
  return skin === 'web' ? null : (
    <span className={`phone-face ${mine ? 'me' : 'shop'}`} aria-hidden="true">
      {mine ? '我' : '店'}
    </span>
  );
}

function Line({ line, skin, onRetry }: { line: PhoneLine; skin: Skin; onRetry: () => void }) {
  const words = useWords();
  return (
    <div className={`phone-line ${line.mine ? 'mine' : 'theirs'} ${line.state}`}>
      <PhoneFace skin={skin} mine={line.mine} />
      <div className="phone-said">
        <div className="phone-bubble">
          <ContentView content={line.content} />
        </div>
        {line.state === 'failed' ? (
          <button type="button" className="phone-failed" onClick={onRetry}>
            {words.sandbox.notSent}
          </button>
        ) : null}
      </div>
    </div>
  );
}

function Phrases({ phone }: { phone: Phone }) {
  const { sandbox } = useWords();
  return (
    <div className="phone-phrases">
      {sandbox.phrases.map((phrase) => (
        <button type="button" key={phrase} disabled={!phone.ready} onClick={() => phone.send(phrase)}>
          {phrase}
        </button>
      ))}
    </div>
  );
}

function PhoneComposer({ phone }: { phone: Phone }) {
  const words = useWords();
  const [text, setText] = useState('');
  const sendable = phone.ready && text.trim() !== '';
  const send = () => {
    if (sendable) {
      phone.send(text.trim());
      setText('');
    }
  };
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !isComposing(event.nativeEvent)) {
      event.preventDefault();
      send();
    }
  };
  return (
    <div className="phone-composer">
      <input
        value={text}
        placeholder={words.sandbox.placeholder}
        aria-label={words.sandbox.placeholder}
        enterKeyHint="send"
        maxLength={2000}
        onChange={(event) => {
          setText(event.target.value);
          phone.typing();
        }}
        onKeyDown={keyDown}
      />
      <button type="button" disabled={!sendable} onClick={send}>
        {words.sandbox.send}
      </button>
    </div>
  );
}
