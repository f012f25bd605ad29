import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { User } from '../agent/protocol';
import { Avatar } from '../desk/Avatar';
import { useWords } from '../words';
import { may } from './doors';
import { Logo } from './Logo';
import { SettingsMenu } from './SettingsMenu';
import './side-page.css';

/** A page beside the desk: the way back, what it is, and who looks at it. */
export function SidePage({
  user,
  title,
  beside,
  onLogout,
  children,
}: {
  user: User;
  title: string;
  /** Stands in the bar, before the menu. */
  beside?: ReactNode;
  onLogout: () => void;
  children: ReactNode;
}) {
  const words = useWords();
  return (
    <div className="desk">
      <header className="top-bar">
        {may(user, 'desk') ? (
          <Button type="text" icon={<ArrowLeftOutlined />} aria-label={words.menu.back} title={words.menu.back} href="#/" />
        ) : null}
        <Logo size={26} />
        <h1>{title}</h1>
        <span className="top-bar-gap" />
        {beside}
        <SettingsMenu user={user} onLogout={onLogout}>
          <button type="button" className="top-bar-user">
            <Avatar name={user.name} id={user.login} size={28} />
            <span>{user.name}</span>
            <span className="visually-hidden">{words.menu.account}</span>
          </button>
        </SettingsMenu>
      </header>
      <main className="side-page">{children}</main>
    </div>
  );
}
