import { Button, Result, Spin } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import { rest } from './agent/rest';
import type { User } from './agent/protocol';
import { Login } from './Login';
import { Desk } from './desk/Desk';
import { useWords } from './words';

/** Who has a desk here; the others work with files and systems. */
const DESK = new Set(['agent', 'supervisor', 'admin']);

type Session = { name: 'asking' } | { name: 'out'; because?: string } | { name: 'in'; user: User };

/** The console: the desk for whoever is logged in, the login for everyone else. */
export function Console() {
  const words = useWords();
  const [session, setSession] = useState<Session>({ name: 'asking' });

  useEffect(() => {
    let gone = false;
    rest
      .me()
      .catch(() => null)
      .then((user) => {
        if (!gone) {
          setSession(user === null ? { name: 'out' } : { name: 'in', user });
        }
      });
    return () => {
      gone = true;
    };
  }, []);

  const logout = useCallback(() => {
    void rest.logout().catch(() => undefined);
    setSession({ name: 'out' });
  }, []);
  const expired = useCallback(() => setSession({ name: 'out', because: words.login.loggedOut }), [words]);

  switch (session.name) {
    case 'asking':
      return (
        <div className="whole-page">
          <Spin delay={300} />
        </div>
      );
    case 'out':
      return <Login because={session.because} onLogin={(user) => setSession({ name: 'in', user })} />;
    case 'in':
      if (!session.user.roles.some((role) => DESK.has(role.toLowerCase()))) {
        return <NoDesk user={session.user} onLogout={logout} />;
      }
      return <Desk user={session.user} onLogout={logout} onExpired={expired} />;
  }
}

function NoDesk({ user, onLogout }: { user: User; onLogout: () => void }) {
  const words = useWords();
  return (
    <main className="whole-page">
      <Result
        status="info"
        title={words.login.noDesk}
        subTitle={`${user.name} · ${user.roles.join(', ')}`}
        extra={<Button onClick={onLogout}>{words.menu.logout}</Button>}
      />
    </main>
  );
}
