import { LockOutlined, UserOutlined } from '@ant-design/icons';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { Refused, rest } from './agent/rest';
import type { User } from './agent/protocol';
import { Logo } from './app/Logo';
import { SettingsMenu } from './app/SettingsMenu';
import { useWords, type Words } from './words';

interface Fields {
  username: string;
  password: string;
}

export function Login({ because, onLogin }: { because?: string | undefined; onLogin: (user: User) => void }) {
  const words = useWords();
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async ({ username, password }: Fields) => {
    setBusy(true);
    setFailure(null);
    try {
      onLogin(await rest.login(username.trim(), password));
    } catch (e) {
      setFailure(explain(e, words));
    } finally {
      setBusy(false);
    }
  };

  return (
    <main className="whole-page login">
      <div className="login-settings">
        <SettingsMenu />
      </div>
      <div className="login-card">
        <header>
          <Logo size={44} />
          <h1>{words.product}</h1>
          <p>{words.login.subtitle}</p>
        </header>
        <Form<Fields> layout="vertical" requiredMark={false} size="large" onFinish={submit} disabled={busy}>
          <Form.Item
            name="username"
            label={words.login.username}
            rules={[{ required: true, whitespace: true, message: words.login.missing }]}
          >
            <Input prefix={<UserOutlined />} autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus />
          </Form.Item>
          <Form.Item
            name="password"
            label={words.login.password}
            rules={[{ required: true, message: words.login.missing }]}
          >
            <Input.Password prefix={<LockOutlined />} autoComplete="current-password" />
          </Form.Item>
          <div className="login-said" aria-live="polite">
            {failure !== null ? (
              <Alert type="error" showIcon message={failure} />
            ) : because !== undefined ? (
              <Alert type="info" showIcon message={because} />
            ) : null}
          </div>
          <Button type="primary" htmlType="submit" block loading={busy}>
            {words.login.submit}
          </Button>
        </Form>
      </div>
    </main>
  );
}

function explain(e: unknown, words: Words): string {
  if (e instanceof Refused) {
    if (e.status === 429) {
      return words.login.busy;
    }
    return e.status < 500 ? words.login.wrong : words.login.unreachable;
  }
  return words.login.unreachable;
}
