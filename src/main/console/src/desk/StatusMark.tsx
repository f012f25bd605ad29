import type { Status } from '@serai/sdk';
import { Tooltip } from 'antd';
import { useWords } from '../words';

const TICK = 'M3 8.5l3 3L12 5';
const SECOND = 'M8.5 11.5L14.5 5';

/** How far a message of ours has come, as a small sign with its meaning on hovering and for screen readers. */
export function StatusMark({ status, showRead }: { status: Status; showRead: boolean }) {
  const words = useWords();
  const label = words.status[status];
  if (status === 'read' && showRead) {
    return <span className="status read">{words.thread.read}</span>;
  }
  return (
    <Tooltip title={label}>
      <svg className={`status ${status}`} width="16" height="16" viewBox="0 0 16 16" role="img" aria-label={label}>
        <g fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round">
          {shape(status)}
        </g>
      </svg>
    </Tooltip>
  );
}

function shape(status: Status) {
  switch (status) {
    case 'queued':
    case 'sending':
      return (
        <>
          <circle cx="8" cy="8" r="5.2" />
          <path d="M8 5.2V8l1.8 1.2" />
        </>
      );
    case 'unknown':
      return <path d="M6 6.2a2 2 0 1 1 2.8 1.8c-.6.3-.8.7-.8 1.3M8 11.8v.1" />;
    case 'failed':
      return <path d="M8 4v5M8 11.8v.1" />;
    case 'sent':
      return <path d={TICK} />;
    case 'delivered':
    case 'read':
      return <path d={`${TICK} ${SECOND}`} />;
  }
}
