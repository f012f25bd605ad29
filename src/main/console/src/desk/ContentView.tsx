import {
  AudioOutlined,
  EnvironmentOutlined,
  FileOutlined,
  LinkOutlined,
  PictureOutlined,
  VideoCameraOutlined,
} from '@ant-design/icons';
import type { Content } from '@serai/sdk';
import { useState, type ReactNode } from 'react';
import { useWords } from '../words';
import { fileSize } from './format';
import { Linked, safeUrl } from './Linked';
import './content.css';

/** What a message says, whatever kind it is. Nothing is ever left out: what cannot be shown is named. */
export function ContentView({ content }: { content: Content }) {
  const words = useWords();
  switch (content.type) {
    case 'text':
      return (
        <span className="text">
          <Linked text={content.text} />
        </span>
      );
    case 'image':
      return <Picture content={content} />;
    case 'voice':
      return <Voice content={content} />;
    case 'video':
      return (
        <Attachment
          icon={<VideoCameraOutlined />}
          title={content.title ?? words.content.video}
          detail={content.media === undefined || content.url ? undefined : `${words.content.mediaId} ${content.media}`}
          url={content.url}
        />
      );
    case 'file':
      return (
        <Attachment
          icon={<FileOutlined />}
          title={content.name ?? words.content.file}
          detail={content.size ? fileSize(content.size) : content.media}
          url={content.url}
        />
      );
    case 'location':
      return (
        <Attachment
          icon={<EnvironmentOutlined />}
          title={content.label ?? words.content.location}
          detail={`${content.latitude.toFixed(5)}, ${content.longitude.toFixed(5)}`}
        />
      );
    case 'link':
      return (
        <Attachment
          icon={<LinkOutlined />}
          title={content.title ?? words.content.link}
          detail={content.description ?? content.url}
          url={content.url}
        />
      );
    case 'card':
      return <Card content={content} />;
    case 'signal':
      return <Signal content={content} />;
    default:
      return <Unsupported content={content} />;
  }
}

function Attachment({
  icon,
  title,
  detail,
  url,
}: {
  icon: ReactNode;
  title: string;
  detail?: string | undefined;
  url?: string | undefined;
}) {
  const words = useWords();
  const safe = safeUrl(url);
  return (
    <span className="attachment">
      <span className="attachment-icon">{icon}</span>
      <span className="attachment-text">
        <b>{title}</b>
        {detail === undefined ? null : <small>{detail}</small>}
        {safe === null ? null : (
          <a href={safe} target="_blank" rel="noreferrer noopener nofollow">
            {words.content.open}
          </a>
        )}
      </span>
    </span>
  );
}

const LARGEST = 260;
const SMALLEST = 44;

function Picture({ content }: { content: Content & { type: 'image' } }) {
  const words = useWords();
  const [gone, setGone] = useState(false);
  const safe = safeUrl(content.url);
  if (safe === null || gone) {
    return (
      <Attachment
        icon={<PictureOutlined />}
        title={gone ? words.content.imageGone : words.content.image}
        detail={content.media === undefined ? undefined : `${words.content.mediaId} ${content.media}`}
        url={content.url}
      />
    );
  }
  // The room is taken before the picture is there, so that nothing jumps when it comes.
  const scale = content.width && content.height ? Math.min(1, LARGEST / Math.max(content.width, content.height)) : 0;
  const side = (length = 0) => Math.max(SMALLEST, Math.round(length * scale));
  const size = scale > 0 ? { width: side(content.width), height: side(content.height) } : { width: 220, height: 160 };
  return (
    <a className="picture" href={safe} target="_blank" rel="noreferrer noopener nofollow" style={size}>
      <img src={encrypted(safe)} alt={words.content.image} loading="lazy" referrerPolicy="no-referrer" onError={() => setGone(true)} />
    </a>
  );
}

/** WeChat still gives its pictures' addresses as http; the same are there by https, and nothing else is shown. */
function encrypted(url: string): string {
  return url.startsWith(window.location.origin) ? url : url.replace(/^http:/, 'https:');
}

function Voice({ content }: { content: Content & { type: 'voice' } }) {
  const words = useWords();
  const safe = safeUrl(content.url);
  return (
    <span className="voice">
      {safe === null ? (
        <Attachment icon={<AudioOutlined />} title={words.content.voice} detail={content.media} />
      ) : (
        <audio controls preload="none" src={safe} aria-label={words.content.voice} />
      )}
      {content.transcript ? (
        <small>
          {words.content.transcript}: {content.transcript}
        </small>
      ) : null}
    </span>
  );
}

function Card({ content }: { content: Content & { type: 'card' } }) {
  const words = useWords();
  return (
    <span className="card">
      <small className="card-kind">{words.content.cards[content.kind] ?? content.kind}</small>
      {content.title ? <b>{content.title}</b> : null}
      <Fields fields={content.fields} />
    </span>
  );
}

function Signal({ content }: { content: Content & { type: 'signal' } }) {
  const words = useWords();
  return (
    <span className="signal">
      {words.content.signals[content.name] ?? `${words.content.signal}: ${content.name}`}
      {content.key ? <code>{content.key}</code> : null}
    </span>
  );
}

function Unsupported({ content }: { content: Content }) {
  const words = useWords();
  const original = content.type === 'unsupported' ? content.original : String((content as { type: string }).type);
  const raw = content.type === 'unsupported' ? content.raw : JSON.stringify(content, null, 2);
  return (
    <span className="unsupported">
      {words.content.unsupported(original)}
      <details>
        <summary>{words.content.showRaw}</summary>
        <pre>{raw}</pre>
      </details>
    </span>
  );
}

function Fields({ fields }: { fields: Record<string, string> | undefined }) {
  const words = useWords();
  const shown = Object.entries(fields ?? {});
  return shown.length === 0 ? null : (
    <dl>
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt>{words.fields[name] ?? name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
