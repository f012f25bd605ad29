import { DownOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import type { AgentClient, DeskState } from '../agent/client';
import type { User } from '../agent/protocol';
import { Logo } from '../app/Logo';
import { SettingsMenu } from '../app/SettingsMenu';
import { useGiveBack } from '../app/useGiveBack';
import { useWords } from '../words';
import { Avatar } from './Avatar';

const PRESENCES = ['online', 'away', 'offline'] as const;

export function TopBar({
  user,
  client,
  state,
  onLogout,
  hidden,
}: {
  user: User;
  client: AgentClient;
  state: DeskState;
  onLogout: () => void;
  hidden: boolean;
}) {
  const words = useWords();
  const { within, giveBack } = useGiveBack();
  if (hidden) {
    return null;
  }
  const label = words.presence[state.presence];
  return (
    <header className="top-bar">
      <Logo size={26} />
      <h1>{words.product}</h1>
      <span className="top-bar-gap" />
      <span ref={within} className="asker">
        <Dropdown
          trigger={['click']}
          disabled={!state.ready}
          onOpenChange={(open) => open || giveBack()}
          menu={{
            selectable: true,
            selectedKeys: [state.presence],
            items: PRESENCES.map((key) => ({
              key,
              label: (
                <span className="presence-choice">
                  <i className={`presence-dot ${key}`} />
                  {words.presence[key]}
                </span>
              ),
            })),
            onClick: ({ key }) => PRESENCES.filter((each) => each === key).forEach((each) => client.setPresence(each)),
          }}
        >
          <Button className="presence" aria-label={`${words.presence.label}: ${label}`}>
            <i className={`presence-dot ${state.presence}`} />
            {label}
            <DownOutlined className="presence-arrow" />
          </Button>
        </Dropdown>
      </span>
      <SettingsMenu user={user} onLogout={onLogout}>
        <button type="button" className="top-bar-user">
          <Avatar name={user.name} id={user.login} size={28} />
          <span>{user.name}</span>
          <span className="visually-hidden">{words.menu.account}</span>
        </button>
      </SettingsMenu>
    </header>
  );
}
