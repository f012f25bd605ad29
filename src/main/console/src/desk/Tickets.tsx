import { PlusOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import { useCallback, useState } from 'react';
import type { Profile } from '../agent/profile';
import { tickets } from '../agent/tickets';
import type { BusinessEvent, Ticket } from '../agent/protocol';
import { useLanguage, useWords } from '../words';
import { isOfTicket } from './business';
import { moment } from './format';
import { NewTicket } from './NewTicket';
import { BlockFailed, Section } from './Section';
import { TicketDialog } from './TicketDialog';
import { useFetched } from './useFetched';

/** A ticket of the hub of another conversation, or of another system. */
interface Other {
  id?: string;
  number?: number;
  subject?: string | null;
  status?: string | null;
  priority?: string | null;
  createdAt?: string | null;
  updated?: string | null;
}

/** What is to be done for this customer: tickets of this conversation, of their other ones, of the ticket system. */
export function Tickets({
  conversation,
  login,
  welcomes,
  events,
  profile,
}: {
  conversation: string;
  login: string;
  welcomes: number;
  events: readonly BusinessEvent[];
  profile: Profile | null;
}) {
  const words = useWords();
  const [making, setMaking] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const news = `${welcomes} ${events.filter(isOfTicket).length}`;
  const own = useFetched(
    useCallback(() => tickets.of(conversation), [conversation]),
    news,
  );
  const mine = own.data ?? [];
  const numbers = new Set(mine.map((ticket) => ticket.number));
  const elsewhere = listOf(profile?.hubTickets.data).filter((ticket) => ticket.number !== undefined && !numbers.has(ticket.number));
  const system = profile?.serviceTickets;
  // Without a ticket system these are the hub's own, and stand here already.
  const connected = system !== undefined && system.system !== 'hub' ? system : undefined;
  const theirs = connected === undefined ? [] : listOf(connected.data);

  return (
    <>
      <section className="panel-section tickets" aria-label={words.tickets.title}>
        <header>
          <h3>{words.tickets.title}</h3>
          <Button type="text" size="small" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
            {words.tickets.create}
          </Button>
        </header>
        {own.failed && own.data === null ? (
          <BlockFailed text={words.tickets.failed} onRetry={own.load} />
        ) : own.data === null ? (
          <Skeleton active title={false} paragraph={{ rows: 2 }} />
        ) : mine.length + elsewhere.length === 0 ? (
          <p className="panel-none">{words.tickets.none}</p>
        ) : (
          <ul className="plain">
            {mine.map((ticket) => (
              <Line key={ticket.id} name={`#${ticket.number}`} ticket={ticket} at={ticket.updated} onOpen={() => setOpened(ticket.id)} />
            ))}
            {elsewhere.map((ticket) => (
              <Line
                key={ticket.number}
                name={`#${ticket.number}`}
                ticket={ticket}
                at={ticket.updated}
                onOpen={() => setOpened(String(ticket.number))}
              />
            ))}
          </ul>
        )}
      </section>
      {connected === undefined ? null : (
        <Section title={words.tickets.system} panel={connected}>
          {() =>
            theirs.length === 0 ? (
              <p className="panel-none">{words.tickets.none}</p>
            ) : (
              <ul className="plain">
                {theirs.map((ticket) => (
                  <Line key={ticket.id} name={ticket.id ?? ''} ticket={ticket} at={ticket.createdAt} />
                ))}
              </ul>
            )
          }
        </Section>
      )}
      <NewTicket
        open={making}
        conversation={conversation}
        onClose={() => setMaking(false)}
        onMade={() => {
          setMaking(false);
          own.load();
        }}
      />
      {opened === null ? null : (
        <TicketDialog key={opened} id={opened} login={login} news={news} onClose={() => setOpened(null)} onChanged={own.load} />
      )}
    </>
  );
}

function listOf(data: unknown): Other[] {
  return Array.isArray(data) ? (data as Other[]) : [];
}

function Line({
  name,
  ticket,
  at,
  onOpen,
}: {
  name: string;
  ticket: Ticket | Other;
  at: string | null | undefined;
  onOpen?: () => void;
}) {
  const words = useWords();
  const language = useLanguage();
  const priority = ticket.priority ?? 'normal';
  const inner = (
    <>
      <span className="ticket-top">
        <span className="mono">{name}</span>
        {priority === 'high' || priority === 'urgent' ? <b className={`priority ${priority}`}>{words.tickets.priorities[priority]}</b> : null}
        {at ? <time dateTime={at}>{moment(at, language)}</time> : null}
      </span>
      <span className="ticket-bottom">
        <span className="ticket-subject">{ticket.subject}</span>
        <TicketTag status={ticket.status ?? ''} />
      </span>
    </>
  );
  return (
    <li>
      {onOpen === undefined ? (
        <div className="ticket-line">{inner}</div>
      ) : (
        <button type="button" className="ticket-line" onClick={onOpen}>
          {inner}
        </button>
      )}
    </li>
  );
}

const TONES: Record<string, string> = { new: 'warn', open: 'brand', pending: 'calm', solved: 'good', closed: 'calm' };

export function TicketTag({ status }: { status: string }) {
  const words = useWords();
  return status === '' ? null : <span className={`tag ${TONES[status] ?? 'calm'}`}>{words.tickets.statuses[status] ?? status}</span>;
}
