import { ApiOutlined, ExceptionOutlined, LogoutOutlined, SendOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, Dropdown, type MenuProps } from 'antd';
import type { ReactNode } from 'react';
import type { User } from '../agent/protocol';
import { useWords, WORDS } from '../words';
import { may } from './doors';
import { usePreferred } from './Frame';
import { useGiveBack } from './useGiveBack';

const LANGUAGES = ['zh', 'en'] as const;
const APPEARANCES = ['system', 'light', 'dark'] as const;

/** Language, appearance and, for someone logged in, the pages beside the desk and the way out. */
export function SettingsMenu({
  user,
  onLogout,
  children,
}: {
  /** Who is logged in: the menu leads wherever they may go. */
  user?: User;
  onLogout?: () => void;
  children?: ReactNode;
}) {
  const words = useWords();
  const { language, setLanguage, appearance, setAppearance } = usePreferred();
  const { within, giveBack } = useGiveBack();

  const pages = [
    ...(user !== undefined && may(user, 'letters') ? [{ key: 'dead-letters', icon: <ExceptionOutlined />, label: words.letters.title }] : []),
    ...(user !== undefined && may(user, 'webhooks')
      ? [
          { key: 'webhooks', icon: <SendOutlined />, label: words.hooks.title },
          { key: 'openapi', icon: <ApiOutlined />, label: words.hooks.api },
        ]
      : []),
  ];
  const items: MenuProps['items'] = [
    ...(user === undefined ? [] : [{ type: 'group' as const, key: 'who', label: `${user.name} · ${user.login}` }, { type: 'divider' as const }]),
    {
      type: 'group',
      key: 'language',
      label: words.menu.language,
      children: LANGUAGES.map((key) => ({ key: `language-${key}`, label: WORDS[key].language })),
    },
    {
      type: 'group',
      key: 'theme',
      label: words.menu.theme,
      children: APPEARANCES.map((key) => ({ key: `appearance-${key}`, label: words.menu[key] })),
    },
    ...(pages.length === 0 ? [] : [{ type: 'divider' as const }, ...pages]),
    ...(onLogout === undefined
      ? []
      : [{ type: 'divider' as const }, { key: 'logout', icon: <LogoutOutlined />, label: words.menu.logout }]),
  ];

  const choose: MenuProps['onClick'] = ({ key }) => {
    if (key === 'logout') {
      onLogout?.();
    }
    if (key === 'webhooks' || key === 'dead-letters') {
      window.location.hash = `#/${key}`;
    }
    if (key === 'openapi') {
      window.open('/openapi', '_blank', 'noreferrer');
    }
    LANGUAGES.filter((each) => key === `language-${each}`).forEach(setLanguage);
    APPEARANCES.filter((each) => key === `appearance-${each}`).forEach(setAppearance);
  };

  return (
    <span ref={within} className="asker">
      <Dropdown
        trigger={['click']}
        placement="bottomRight"
        onOpenChange={(open) => open || giveBack()}
        menu={{ items, onClick: choose, selectable: true, selectedKeys: [`language-${language}`, `appearance-${appearance}`] }}
      >
        {children ?? <Button type="text" icon={<SettingOutlined />} aria-label={words.menu.settings} />}
      </Dropdown>
    </span>
  );
}
