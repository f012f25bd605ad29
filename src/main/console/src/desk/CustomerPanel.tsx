import { ReloadOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { AgentClient, Thread } from '../agent/client';
import { customers } from '../agent/customers';
import { profile } from '../agent/profile';
import { rest } from '../agent/rest';
import type { BusinessEvent, Conversation, CustomerPanels, Panel, Who } from '../agent/protocol';
import { useWords } from '../words';
import { Browsing } from './Browsing';
import { BusinessNote } from './BusinessNote';
import { isOfReturn, isOfTicket } from './business';
import { EmptyNote } from './EmptyNote';
import { Links } from './Links';
import { CustomerRecord, Identity, Orders, Shipments } from './records';
import { Returns } from './Returns';
import { Section } from './Section';
import { Tickets } from './Tickets';
import { useFetched } from './useFetched';

/** How soon to look again for what a system could not tell. */
const LOOK_AGAIN = 20_000;
/** How many of the latest business events stand above the records; all of them stand between the messages. */
const SHOWN = 5;
const NOTHING: readonly BusinessEvent[] = [];

/** The whole customer: what each business system knows, with how fresh that is, and what the hub itself knows. */
export function CustomerPanel({
  client,
  conversation,
  thread,
  welcomes,
  login,
  onOpen,
}: {
  client: AgentClient;
  conversation: Conversation;
  thread: Thread | undefined;
  /** How often the hub was connected to: after each break all is asked for again. */
  welcomes: number;
  login: string;
  onOpen: (conversation: Conversation) => void;
}) {
  const words = useWords();
  const { id } = conversation;
  const events = thread?.news ?? NOTHING;
  const [returning, setReturning] = useState<string | null>(null);
  const news = `${welcomes} ${events.length}`;
  const panels = useFetched(useCallback(() => rest.customer(id), [id]), news);
  const who = useFetched(useCallback(() => customers.ofConversation(id), [id]), welcomes);
  const codes = codesOf(who.data, panels.data).join(' ');
  const more = useFetched(useMemo(() => (codes === '' ? null : () => profile(codes.split(' '))), [codes]), news);

  // A code of nobody's, or a profile that cannot be asked: its blocks say so, instead of waiting for ever.
  const settled = (who.data !== null || who.failed) && (panels.data !== null || panels.failed);
  const unasked = more.failed && more.data === null ? lost(words.panel.failed) : codes === '' && settled ? NOBODY : undefined;
  const browsing = more.data?.browsingHistory ?? unasked;

  const loadAll = () => [panels, who, more].forEach((each) => each.load());
  useAgain([...Object.values(panels.data ?? {}), ...Object.values(more.data ?? {})], () => {
    panels.load();
    more.load();
  });
  const business = (thread?.business ?? NOTHING).filter((event) => !isOfTicket(event) && !isOfReturn(event)).slice(-SHOWN);

  return (
    <div className="panels">
      <div className="panels-top">
        <h2>{words.panel.title}</h2>
        <Tooltip title={words.panel.reload}>
          <Button
            type="text"
            size="small"
            icon={<ReloadOutlined spin={panels.loading || more.loading} />}
            aria-label={words.panel.reload}
            onClick={loadAll}
          />
        </Tooltip>
      </div>
      {panels.failed && panels.data === null ? (
        <EmptyNote kind="trouble" title={words.panel.failed}>
          <Button size="small" onClick={loadAll}>
            {words.thread.tryAgain}
          </Button>
        </EmptyNote>
      ) : (
        <Section title={words.panel.customer} panel={panels.data?.customer}>
          {(data) => <CustomerRecord data={data} />}
        </Section>
      )}
      <Identity conversation={conversation} />
      {business.length > 0 ? (
        <section className="panel-section" aria-live="polite">
          {[...business].reverse().map((event) => (
            <BusinessNote key={event.id} event={event} />
          ))}
        </section>
      ) : null}
      <Tickets conversation={id} login={login} welcomes={welcomes} events={events} profile={more.data} />
      <Returns
        conversation={id}
        orders={panels.data?.orders.data}
        wanted={returning}
        welcomes={welcomes}
        events={thread?.business ?? NOTHING}
        onWant={setReturning}
      />
      {panels.failed && panels.data === null ? null : (
        <>
          <Section title={words.panel.orders} panel={panels.data?.orders}>
            {(data) => <Orders data={data} onReturn={setReturning} />}
          </Section>
          <Section title={words.panel.shipments} panel={panels.data?.shipments}>
            {(data) => <Shipments data={data} />}
          </Section>
        </>
      )}
      {browsing === NOBODY ? null : (
        <Section title={words.panel.browsing} panel={browsing}>
          {(data) => <Browsing data={data} />}
        </Section>
      )}
      <Links client={client} conversation={conversation} who={who} onOpen={onOpen} />
    </div>
  );
}

const NOBODY: Panel = { state: 'fresh', system: 'hub', data: null };

function lost(error: string): Panel {
  return { state: 'unavailable', system: 'hub', data: null, error };
}

/** The merchant's codes: those on the links, else the one the CRM gave. */
function codesOf(who: Who | null, panels: CustomerPanels | null): string[] {
  const linked = who?.customer?.codes ?? [];
  const record = panels?.customer.data as { code?: unknown; customer?: { code?: unknown } } | null | undefined;
  const code = record?.code ?? record?.customer?.code;
  return (linked.length > 0 ? linked : typeof code === 'string' ? [code] : []).filter((each) => !/\s/.test(each)).sort();
}

/** What a dead system owes comes by itself once it is back. */
function useAgain(panels: (Panel | undefined)[], load: () => void): void {
  const owed = panels.some((panel) => panel?.state === 'unavailable' || panel?.state === 'stale');
  useEffect(() => {
    if (!owed) {
      return undefined;
    }
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') {
        load();
      }
    }, LOOK_AGAIN);
    return () => clearInterval(timer);
    // `load` is made anew at each drawing and asks the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [owed]);
}
