import { Alert, Button, Input, Modal, Select, Skeleton } from 'antd';
import { useCallback, useRef, useState } from 'react';
import { ticketId, tickets } from '../agent/tickets';
import type { Ticket, TicketStatus, WholeTicket } from '../agent/protocol';
import { useSubmission } from '../app/useSubmission';
import { useLanguage, useWords } from '../words';
import { moment } from './format';
import { Linked } from './Linked';
import { PRIORITIES } from './NewTicket';
import { useFetched } from './useFetched';

const RANKS: Record<TicketStatus, number> = { new: 0, open: 1, pending: 1, solved: 2, closed: 3 };
const STATUSES = Object.keys(RANKS) as TicketStatus[];

/** One ticket: how far it is, what colleagues said, and saying more. */
export function TicketDialog({
  id,
  login,
  news,
  onClose,
  onChanged,
}: {
  id: string;
  login: string;
  /** Another whenever something may have become of it. */
  news: string;
  onClose: () => void;
  onChanged: () => void;
}) {
  const words = useWords();
  const whole = useFetched(useCallback(() => tickets.one(id), [id]), news);
  const [text, setText] = useState('');
  const { busy, failure, submit } = useSubmission();

  const act = (work: () => Promise<WholeTicket>): Promise<void> =>
    submit(async () => {
      whole.put(await work());
      onChanged();
    });
  /** What was said with which id: the same again, as its answer was lost, is the same comment. */
  const said = useRef({ text: '', id: '' });
  const say = () =>
    void act(async () => {
      const trimmed = text.trim();
      if (said.current.text !== trimmed) {
        said.current = { text: trimmed, id: ticketId() };
      }
      const now = await tickets.comment(id, said.current.id, trimmed);
      said.current = { text: '', id: '' };
      setText('');
      return now;
    });

  const ticket = whole.data?.ticket;
  return (
    <Modal
      open
      title={ticket === undefined ? words.tickets.one : `#${ticket.number} ${ticket.subject}`}
      footer={null}
      onCancel={onClose}
      width={520}
    >
      {ticket === undefined || whole.data === null ? (
        whole.refused ? (
          <Alert type="warning" showIcon message={words.tickets.notYours} />
        ) : whole.failed ? (
          <Alert
            type="warning"
            showIcon
            message={words.tickets.failed}
            action={
              <Button size="small" onClick={whole.load}>
                {words.thread.tryAgain}
              </Button>
            }
          />
        ) : (
          <Skeleton active />
        )
      ) : (
        <div className="ticket-dialog">
          {failure === null ? null : <Alert type="error" showIcon message={failure} />}
          <Facts ticket={ticket} />
          <div className="ticket-choices">
            <Select<TicketStatus>
              value={ticket.status}
              disabled={busy}
              aria-label={words.fields.status}
              options={STATUSES.map((value) => ({
                value,
                label: words.tickets.statuses[value],
                disabled: RANKS[value] < RANKS[ticket.status],
              }))}
              onChange={(status) => void act(() => tickets.change(ticket.id, { status }))}
            />
            <Select
              value={ticket.priority}
              disabled={busy}
              aria-label={words.tickets.priority}
              options={PRIORITIES.map((value) => ({ value, label: words.tickets.priorities[value] }))}
              onChange={(priority) => void act(() => tickets.change(ticket.id, { priority }))}
            />
          </div>
          <Comments whole={whole.data} login={login} />
          <Input.TextArea
            value={text}
            onChange={(event) => setText(event.target.value)}
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={4000}
            aria-label={words.tickets.comment}
            placeholder={words.tickets.forColleagues}
          />
          <div className="ticket-say">
            <Button type="primary" disabled={text.trim() === ''} loading={busy} onClick={say}>
              {words.tickets.say}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}

function Facts({ ticket }: { ticket: Ticket }) {
  const words = useWords();
  const language = useLanguage();
  return (
    <p className="ticket-facts">
      {[
        words.tickets.kinds[ticket.kind] ?? ticket.kind,
        words.tickets.by(ticket.createdBy, moment(ticket.created, language)),
        ticket.assignee === undefined ? null : words.tickets.assigned(ticket.assignee),
        ticket.delivery === 'none' ? null : `${ticket.keptIn} ${ticket.external ?? ''}: ${words.tickets.deliveries[ticket.delivery] ?? ticket.delivery}`,
        ticket.reason ?? null,
      ]
        .filter(Boolean)
        .join(' · ')}
    </p>
  );
}

function Comments({ whole, login }: { whole: WholeTicket; login: string }) {
  const words = useWords();
  const language = useLanguage();
  if (whole.comments.length === 0) {
    return <p className="panel-none">{words.tickets.noComments}</p>;
  }
  return (
    <ol className="plain ticket-comments" tabIndex={0} aria-label={words.tickets.comments}>
      {whole.comments.map((comment) => (
        <li key={comment.number}>
          <span>
            <b>{comment.author === login ? words.tickets.me : comment.author}</b>
            <time dateTime={comment.time}>{moment(comment.time, language)}</time>
          </span>
          <p>
            <Linked text={comment.text} />
          </p>
        </li>
      ))}
    </ol>
  );
}
