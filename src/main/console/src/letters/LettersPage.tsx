import { ReloadOutlined } from '@ant-design/icons';
import { App as AntApp, Button, Skeleton } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { may } from '../app/doors';
import { SidePage } from '../app/SidePage';
import { Refused } from '../agent/rest';
import type { User } from '../agent/protocol';
import { EmptyNote } from '../desk/EmptyNote';
import { moment } from '../desk/format';
import { useFetched } from '../desk/useFetched';
import { useLanguage, useWords } from '../words';
import { events, letters } from './api';

/** What the hub could not handle, with its reason, and putting it through again once that is mended. */
export default function LettersPage({ user, onLogout }: { user: User; onLogout: () => void }) {
  const words = useWords();
  const seesConversations = may(user, 'desk');
  return (
    <SidePage user={user} title={words.letters.title} onLogout={onLogout}>
      <p>{words.letters.intro}</p>
      <Dead title={words.letters.messages} {...letters}>
        {(letter) => (
          <p className="side-facts">
            {letter.route ? <span>{letter.route} · </span> : null}
            {seesConversations ? (
              <a href={`#/c/${encodeURIComponent(letter.conversation)}/${letter.seq}`}>{words.letters.conversation}</a>
            ) : (
              <span className="mono">
                {letter.conversation} · {letter.seq}
              </span>
            )}
          </p>
        )}
      </Dead>
      <Dead title={words.letters.events} {...events}>
        {(event) => (
          <>
            <p className="side-facts mono">
              {event.door} · {event.entry}
            </p>
            <details>
              <summary>{words.content.showRaw}</summary>
              <pre>{event.body}</pre>
            </details>
          </>
        )}
      </Dead>
    </SidePage>
  );
}

interface Kept {
  id: string;
  reason: string;
  time: string;
  replayed?: string | null;
}

/** One list of them, the latest first. */
function Dead<T extends Kept>({
  title,
  list,
  replay,
  children,
}: {
  title: string;
  list: () => Promise<T[]>;
  replay: (id: string) => Promise<unknown>;
  children: (one: T) => ReactNode;
}) {
  const words = useWords();
  const heading = useId();
  const found = useFetched(list, 0);
  return (
    <section aria-labelledby={heading}>
      <div className="side-row">
        <h2 id={heading}>{title}</h2>
        <Button type="text" icon={<ReloadOutlined spin={found.loading} />} aria-label={`${words.panel.reload}: ${title}`} onClick={found.load} />
      </div>
      {found.failed ? (
        <EmptyNote kind="trouble" title={words.letters.failed} />
      ) : found.data === null ? (
        <Skeleton active />
      ) : found.data.length === 0 ? (
        <p className="side-facts">{words.letters.none}</p>
      ) : (
        <ul className="plain side-list">
          {found.data.map((one) => (
            <One key={one.id} one={one} onReplay={() => replay(one.id)} onDone={found.load}>
              {children(one)}
            </One>
          ))}
        </ul>
      )}
    </section>
  );
}

function One({ one, onReplay, onDone, children }: { one: Kept; onReplay: () => Promise<unknown>; onDone: () => void; children: ReactNode }) {
  const words = useWords();
  const language = useLanguage();
  const { message } = AntApp.useApp();
  const [busy, setBusy] = useState(false);

  const again = async () => {
    setBusy(true);
    try {
      await onReplay();
      void message.success(words.letters.done);
    } catch (e) {
      void message.error(e instanceof Refused ? e.message : words.results.offline);
    }
    setBusy(false);
    onDone();
  };
  return (
    <li className="side-entry">
      <div className="side-row">
        <b className="mono">{one.reason}</b>
        <time className="side-facts" dateTime={one.time}>
          {moment(one.time, language)}
        </time>
      </div>
      {children}
      {one.replayed ? (
        <p className="side-facts">{words.letters.replayed(moment(one.replayed, language))}</p>
      ) : (
        <div>
          <Button size="small" loading={busy} onClick={() => void again()}>
            {words.letters.replay}
          </Button>
        </div>
      )}
    </li>
  );
}
