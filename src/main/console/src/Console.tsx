import { App as AntApp, Button, Result, Spin } from 'antd';
import { lazy, Suspense, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { rest } from './agent/rest';
import type { User } from './agent/protocol';
import { Login } from './Login';
import { Desk } from './desk/Desk';
import { forgetDrafts } from './desk/drafts';
import { useWords } from './words';

/** Who has a desk here; the others work with files and systems. */
const DESK = new Set(['agent', 'supervisor', 'admin']);
/** Who says which systems are told of events. */
const INTEGRATES = new Set(['integrator', 'admin']);
/** How long to wait, in milliseconds, before a hub that did not answer is asked again. */
const ASK_AGAIN = 5_000;
const WEBHOOKS = '#/webhooks';
const WebhooksPage = lazy(() => import('./webhooks/WebhooksPage'));

type Session = { name: 'asking' } | { name: 'unreachable' } | { name: 'out'; because?: string } | { name: 'in'; user: User };

/** The console: the desk for whoever is logged in, the login for everyone else. */
export function Console() {
  const words = useWords();
  const { message } = AntApp.useApp();
  const hash = useSyncExternalStore(onHash, () => window.location.hash);
  const [session, setSession] = useState<Session>({ name: 'asking' });

  const ask = useCallback(() => {
    // An answer that comes late must not undo a login.
    const found = (next: Session) => setSession((now) => (now.name === 'asking' || now.name === 'unreachable' ? next : now));
    rest.me().then(
      (user) => found(user === null ? { name: 'out' } : { name: 'in', user }),
      () => found({ name: 'unreachable' }),
    );
  }, []);
  useEffect(ask, [ask]);

  // The cookie is the hub's to take: as long as it has not, the next to open this page would be logged in.
  const logout = useCallback(
    (user: User) => {
      rest.logout().then(
        () => {
          forgetDrafts(user.login);
          setSession({ name: 'out' });
        },
        () => void message.error(words.menu.logoutFailed),
      );
    },
    [message, words],
  );
  const expired = useCallback(() => setSession({ name: 'out', because: words.login.loggedOut }), [words]);

  switch (session.name) {
    case 'asking':
      return <Waiting />;
    case 'unreachable':
      return <Unreachable onRetry={ask} />;
    case 'out':
      return <Login because={session.because} onLogin={(user) => setSession({ name: 'in', user })} />;
    case 'in': {
      const out = () => logout(session.user);
      const has = (roles: Set<string>) => session.user.roles.some((role) => roles.has(role.toLowerCase()));
      if (has(INTEGRATES) && (hash === WEBHOOKS || !has(DESK))) {
        const back = has(DESK) ? () => (window.location.hash = '#/') : undefined;
        return (
          <Suspense fallback={<Waiting />}>
            <WebhooksPage user={session.user} onBack={back} onLogout={out} />
          </Suspense>
        );
      }
      if (!has(DESK)) {
        return <NoDesk user={session.user} onLogout={out} />;
      }
      return <Desk user={session.user} integrates={has(INTEGRATES)} onLogout={out} onExpired={expired} />;
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

/** The hub did not say who is logged in: it is asked again until it does. */
function Unreachable({ onRetry }: { onRetry: () => void }) {
  const words = useWords();
  useEffect(() => {
    const timer = setInterval(onRetry, ASK_AGAIN);
    return () => clearInterval(timer);
  }, [onRetry]);
  return (
    <main className="whole-page">
      <Result status="warning" title={words.login.unreachable} extra={<Button onClick={onRetry}>{words.connection.retry}</Button>} />
    </main>
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
