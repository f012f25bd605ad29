import { ApiOutlined, LogoutOutlined, SendOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, Dropdown, type MenuProps } from 'antd';
import type { ReactNode } from 'react';
import { useWords, WORDS } from '../words';
import { usePreferred } from './Frame';

const LANGUAGES = ['zh', 'en'] as const;
const APPEARANCES = ['system', 'light', 'dark'] as const;

/** Language, appearance and, for someone logged in, the way out. */
export function SettingsMenu({
  onLogout,
  heading,
  integrates = false,
  children,
}: {
  onLogout?: () => void;
  heading?: string;
  /** Shows the way to webhooks and the description of the API. */
  integrates?: boolean;
  children?: ReactNode;
}) {
  const words = useWords();
  const { language, setLanguage, appearance, setAppearance } = usePreferred();

  const items: MenuProps['items'] = [
    ...(heading === undefined ? [] : [{ type: 'group' as const, key: 'who', label: heading }, { type: 'divider' as const }]),
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
    ...(integrates
      ? [
          { type: 'divider' as const },
          { key: 'webhooks', icon: <SendOutlined />, label: words.hooks.title },
          { key: 'openapi', icon: <ApiOutlined />, label: words.hooks.api },
        ]
      : []),
    ...(onLogout === undefined
      ? []
      : [{ type: 'divider' as const }, { key: 'logout', icon: <LogoutOutlined />, label: words.menu.logout }]),
  ];

  const choose: MenuProps['onClick'] = ({ key }) => {
    if (key === 'logout') {
      onLogout?.();
    }
    if (key === 'webhooks') {
      window.location.hash = '#/webhooks';
    }
    if (key === 'openapi') {
      window.open('/openapi', '_blank', 'noreferrer');
    }
    LANGUAGES.filter((each) => key === `language-${each}`).forEach(setLanguage);
    APPEARANCES.filter((each) => key === `appearance-${each}`).forEach(setAppearance);
  };

  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{ items, onClick: choose, selectable: true, selectedKeys: [`language-${language}`, `appearance-${appearance}`] }}
    >
      {children ?? <Button type="text" icon={<SettingOutlined />} aria-label={words.menu.settings} />}
    </Dropdown>
  );
}
