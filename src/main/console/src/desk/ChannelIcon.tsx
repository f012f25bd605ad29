import { useWords } from '../words';

const COLOURS: Record<string, string> = {
  web: '#3b6fd4',
  app: '#7a56c9',
  wechat: '#1aad5c',
  'wechat-mini': '#1aad5c',
  'wecom-kf': '#2b7ce0',
  douyin: '#17191c',
  webhook: '#76808a',
};

const SHAPES: Record<string, React.ReactNode> = {
  web: (
    <g fill="none" stroke="#fff" strokeWidth="1.5">
      <circle cx="12" cy="12" r="6.2" />
      <path d="M5.8 12h12.4M12 5.8c2 1.7 2.8 3.8 2.8 6.2s-.8 4.5-2.8 6.2c-2-1.7-2.8-3.8-2.8-6.2s.8-4.5 2.8-6.2z" />
    </g>
  ),
  app: (
    <g fill="none" stroke="#fff" strokeWidth="1.5" strokeLinecap="round">
      <rect x="8" y="5" width="8" height="14" rx="1.8" />
      <path d="M11.2 16.6h1.6" />
    </g>
  ),
  wechat: (
    <g fill="#fff">
      <path d="M10 6.2c-3 0-5.4 2-5.4 4.4 0 1.4.8 2.6 2 3.4l-.5 1.6 1.9-1c.6.2 1.2.3 1.9.3-.1-3.2 2.6-5 5.4-4.9C14.7 7.7 12.5 6.2 10 6.2z" />
      <path d="M19.5 14.2c0-2-2-3.6-4.4-3.6s-4.4 1.6-4.4 3.6 2 3.6 4.4 3.6c.5 0 1-.1 1.5-.2l1.5.8-.4-1.3c1.1-.7 1.8-1.7 1.8-2.9z" />
    </g>
  ),
  douyin: (
    <path
      d="M12.6 5.6h2.2c.2 1.7 1.2 2.8 2.9 3v2.2c-1.1 0-2.1-.3-2.9-.9v4.5c0 2.5-1.8 4.1-4 4.1a3.9 3.9 0 0 1 0-7.8c.2 0 .4 0 .6.1v2.3a1.7 1.7 0 1 0 1.2 1.6z"
      fill="#fff"
    />
  ),
  webhook: <path d="M8 8l-3.5 4L8 16M16 8l3.5 4L16 16" fill="none" stroke="#fff" strokeWidth="1.7" strokeLinecap="round" />,
};

/** The channel a conversation came by. */
export function ChannelIcon({ channel, size = 18 }: { channel: string; size?: number }) {
  const name = useWords().channels[channel] ?? channel;
  const shape = SHAPES[channel.startsWith('wechat') ? 'wechat' : channel] ?? (
    <circle cx="12" cy="12" r="4" fill="#fff" />
  );
  return (
    <svg
      className="channel-icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      role="img"
      aria-label={name}
    >
      <title>{name}</title>
      <rect width="24" height="24" rx="7" fill={COLOURS[channel] ?? '#76808a'} />
      {shape}
    </svg>
  );
}
