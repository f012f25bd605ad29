import { App as AntApp, Button, Result, Spin } from 'antd';
import { lazy, Suspense, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { rest } from './agent/rest';
import type { User } from './agent/protocol';
import { Login } from './Login';
import { Desk } from './desk/Desk';
import { useWords } from './words';

/** Who has a desk here; the others work with files and systems. */
const DESK = new Set(['agent', 'supervisor', 'admin']);
/** Who says which systems are told of events. */
const INTEGRATES = new Set(['integrator', 'admin']);
const WEBHOOKS = '#/webhooks';
const WebhooksPage = lazy(() => import('./webhooks/WebhooksPage'));

type Session = { name: 'asking' } | { name: 'out'; because?: string } | { name: 'in'; user: User };

/** The console: the desk for whoever is logged in, the login for everyone else. */
export function Console() {
  const words = useWords();
  const { message } = AntApp.useApp();
  const hash = useSyncExternalStore(onHash, () => window.location.hash);
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

  // The cookie is the hub's to take: as long as it has not, the next to open this page would be logged in.
  const logout = useCallback(() => {
    rest.logout().then(
      () => setSession({ name: 'out' }),
      () => void message.error(words.menu.logoutFailed),
    );
  }, [message, words]);
  const expired = useCallback(() => setSession({ name: 'out', because: words.login.loggedOut }), [words]);

  switch (session.name) {
    case 'asking':
      return <Waiting />;
    case 'out':
      return <Login because={session.because} onLogin={(user) => setSession({ name: 'in', user })} />;
    case 'in': {
      const has = (roles: Set<string>) => session.user.roles.some((role) => roles.has(role.toLowerCase()));
      if (has(INTEGRATES) && (hash === WEBHOOKS || !has(DESK))) {
        const back = has(DESK) ? () => (window.location.hash = '#/') : undefined;
        return (
          <Suspense fallback={<Waiting />}>
            <WebhooksPage user={session.user} onBack={back} onLogout={logout} />
          </Suspense>
        );
      }
      if (!has(DESK)) {
        return <NoDesk user={session.user} onLogout={logout} />;
      }
      return <Desk user={session.user} integrates={has(INTEGRATES)} onLogout={logout} onExpired={expired} />;
    }
  }
}

function Waiting() {
  return (
    <div className="whole-page">
      <Spin delay={300} />
    </div>
  );
}

function onHash(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
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
