import { ArrowRightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { Logo } from '../app/Logo';
import { SettingsMenu } from '../app/SettingsMenu';
import { useWords } from '../words';
import { PhoneView } from './PhoneView';
import { Switches } from './Switches';
import { useCustomerPhone } from './useCustomerPhone';
import { useStandInPhone } from './useStandInPhone';

const WEB_CUSTOMER = 'C000123';
const APP_CUSTOMER = 'C000456';
const WECHAT_USER = 'oSandboxZhangSan0000000000001';
const DOUYIN_USER = '_000sandboxCustomerLiSi0000000002';
const LOGINS = ['agent1', 'agent2', 'supervisor', 'integrator', 'admin'];

/** Four customers on four channels, to try the hub as they would. */
export function SandboxPage() {
  const words = useWords();
  return (
    <div className="sandbox">
      <header className="sandbox-top">
        <Logo size={30} />
        <div>
          <h1>
            {words.product} <span>{words.sandbox.title}</span>
          </h1>
          <p>{words.sandbox.subtitle}</p>
        </div>
        <Button type="primary" href="/" target="_blank" icon={<ArrowRightOutlined />} iconPosition="end">
          {words.sandbox.console}
        </Button>
        <SettingsMenu />
      </header>
      <main className="sandbox-main">
        <div className="phones" aria-label={words.sandbox.phones} tabIndex={-1}>
          <WebPhone />
          <AppPhone />
          <WeChatPhone />
          <DouyinPhone />
        </div>
        <div className="side">
          <Switches />
          <Logins />
        </div>
      </main>
    </div>
  );
}

function WebPhone() {
  const words = useWords();
  const [customer, setCustomer] = useState<string | null>(null);
  const phone = useCustomerPhone('web', customer);
  return (
    <PhoneView
      skin="web"
      label={words.sandbox.web}
      who={customer === null ? words.sandbox.visitor : words.sandbox.loggedIn(customer)}
      phone={phone}
      tool={
        <button type="button" className="phone-tool" onClick={() => setCustomer(customer === null ? WEB_CUSTOMER : null)}>
          {customer === null ? words.sandbox.signIn : words.sandbox.signOut}
        </button>
      }
    />
  );
}

function AppPhone() {
  const words = useWords();
  const phone = useCustomerPhone('app', APP_CUSTOMER);
  return <PhoneView skin="app" label={words.sandbox.app} who={words.sandbox.loggedIn(APP_CUSTOMER)} phone={phone} />;
}

function WeChatPhone() {
  const words = useWords();
  const phone = useStandInPhone('wechat', WECHAT_USER);
  return <PhoneView skin="wechat" label={words.sandbox.wechat} who="张三" phone={phone} />;
}

function DouyinPhone() {
  const words = useWords();
  const phone = useStandInPhone('douyin', DOUYIN_USER);
  return <PhoneView skin="douyin" label={words.sandbox.douyin} who="李四" phone={phone} />;
}

function Logins() {
  const words = useWords();
  return (
    <section className="side-card">
      <h2>{words.sandbox.logins}</h2>
      <ul className="logins">
        {LOGINS.map((login) => (
          <li key={login}>
            <code>{login}</code>
            <span>{words.sandbox.roles[login]}</span>
          </li>
        ))}
      </ul>
      <p>
        {words.sandbox.passwordIs} <code>sandbox</code>
      </p>
    </section>
  );
}
