import '@ant-design/v5-patch-for-react-19';
import { App as AntApp, ConfigProvider, theme } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { WORDS, WordsContext } from '../words';
import { useMedia, usePreferences, type Preferences } from './preferences';

const PreferencesContext = createContext<Preferences | null>(null);

export function usePreferred(): Preferences {
  const preferences = useContext(PreferencesContext);
  if (preferences === null) {
    throw new Error('usePreferred is for use inside a Frame');
  }
  return preferences;
}

const FONTS =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif";

/** What every page stands in: language, appearance, and one look for Ant Design's parts and our own. */
export function Frame({ children }: { children: ReactNode }) {
  const preferences = usePreferences();
  const { language, dark } = preferences;
  const still = useMedia('(prefers-reduced-motion: reduce)');
  const touch = useMedia('(pointer: coarse)');
  const words = useMemo(() => ({ words: WORDS[language], language }), [language]);
  return (
    <PreferencesContext.Provider value={preferences}>
      <WordsContext.Provider value={words}>
        <ConfigProvider
          button={{ autoInsertSpace: false }}
          locale={language === 'zh' ? zhCN : enUS}
          theme={{
            algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
            token: {
              colorPrimary: dark ? '#1f8f82' : '#0f766e',
              colorInfo: dark ? '#1f8f82' : '#0f766e',
              colorPrimaryHover: dark ? '#1a7f73' : '#0c655e',
              colorLink: dark ? '#4cc2b2' : '#0f766e',
              colorBgBase: dark ? '#15181b' : '#ffffff',
              colorBgElevated: dark ? '#20252a' : '#ffffff',
              colorBgContainer: dark ? '#1b1f23' : '#ffffff',
              colorBorder: dark ? '#343b42' : '#dcdfe3',
              colorBorderSecondary: dark ? '#282e34' : '#ebedf0',
              // Ant Design's own are too faint to be read by many.
              colorTextPlaceholder: dark ? '#8a949d' : '#646e78',
              colorTextDescription: dark ? '#a5afb8' : '#5a6570',
              colorError: dark ? '#ff6b6b' : '#cf222e',
              // Its own for what is chosen, from a brand as dark as ours, is a grey on which the brand cannot be read.
              colorPrimaryBg: dark ? '#17332f' : '#e3f3f0',
              colorInfoBg: dark ? '#17332f' : '#e3f3f0',
              colorInfoBorder: dark ? '#1f8f82' : '#9fd3ca',
              controlItemBgActive: dark ? '#17332f' : '#e3f3f0',
              controlItemBgActiveHover: dark ? '#1d403b' : '#d3ebe6',
              // What a finger finds.
              ...(touch ? { controlHeight: 44, controlHeightSM: 40, controlHeightLG: 48 } : {}),
              borderRadius: 8,
              fontFamily: FONTS,
              fontSize: 14,
              // What waits for the end of an animation would wait for ever.
              motion: !still,
            },
            components: {
              Button: {
                dangerColor: dark ? '#1b1f23' : '#ffffff',
                defaultHoverColor: dark ? '#4cc2b2' : '#0f766e',
                defaultHoverBorderColor: dark ? '#4cc2b2' : '#0f766e',
              },
            },
          }}
        >
          <AntApp className="frame" message={{ maxCount: 3 }} notification={{ placement: 'bottomRight', maxCount: 4 }}>
            {children}
          </AntApp>
        </ConfigProvider>
      </WordsContext.Provider>
    </PreferencesContext.Provider>
  );
}
