import { App as AntApp, Button, Result, Spin } from 'antd';
import { lazy, Suspense, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { rest } from './agent/rest';
import type { User } from './agent/protocol';
import { may } from './app/doors';
import { Login } from './Login';
import { Desk } from './desk/Desk';
import { forgetDrafts } from './desk/drafts';
import { useWords } from './words';

/** How long to wait, in milliseconds, before a hub that did not answer is asked again. */
const ASK_AGAIN = 5_000;
const LettersPage = lazy(() => import('./letters/LettersPage'));
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
      const { user } = session;
      const out = () => logout(user);
      const Page = pageOf(user, hash);
      if (Page !== null) {
        return (
          <Suspense fallback={<Waiting />}>
            <Page user={user} onLogout={out} />
          </Suspense>
        );
      }
      if (!may(user, 'desk')) {
        return <NoDesk user={user} onLogout={out} />;
      }
      return <Desk user={user} onLogout={out} onExpired={expired} />;
    }
  }
}

/** The page beside the desk that the address asks for, or that stands in for a desk; null: the desk. */
function pageOf(user: User, hash: string) {
  if (hash === '#/dead-letters' && may(user, 'letters')) {
    return LettersPage;
  }
  return may(user, 'webhooks') && (hash === '#/webhooks' || !may(user, 'desk')) ? WebhooksPage : null;
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
