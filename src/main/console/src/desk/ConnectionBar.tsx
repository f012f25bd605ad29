import { CloudSyncOutlined, DisconnectOutlined } from '@ant-design/icons';
import type { Phase } from '@serai/sdk';
import { Button } from 'antd';
import { useNow } from '../app/preferences';
import { useWords } from '../words';

/** Says that the line is down, for how long, and that nothing is lost by it. */
export function ConnectionBar({
  phase,
  ready,
  onRetry,
  onReconnect,
}: {
  phase: Phase;
  ready: boolean;
  onRetry: () => void;
  onReconnect: () => void;
}) {
  const { connection } = useWords();
  useNow(phase.name === 'waiting' ? 500 : 0);

  if (phase.name === 'open' || (phase.name === 'connecting' && phase.attempt === 0)) {
    return null;
  }
  if (phase.name === 'stopped') {
    return (
      <div className="connection-bar refused" role="alert">
        <DisconnectOutlined />
        <span>{connection.refused}</span>
        <Button size="small" onClick={onReconnect}>
          {connection.reconnect}
        </Button>
      </div>
    );
  }
  const seconds = phase.name === 'waiting' ? Math.max(0, Math.ceil((phase.retryAt - Date.now()) / 1000)) : 0;
  return (
    <div className="connection-bar" role="status">
      <CloudSyncOutlined />
      <span>
        <span aria-hidden="true">{seconds > 0 ? connection.lost(seconds) : connection.lostNow}</span>
        <span className="visually-hidden">{connection.lostNow}</span>
        {ready ? <span className="kept"> {connection.kept}</span> : null}
      </span>
      <Button size="small" onClick={onRetry} disabled={phase.name === 'connecting'}>
        {connection.retry}
      </Button>
    </div>
  );
}
