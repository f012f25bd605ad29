import { useState } from 'react';
import { Button } from 'antd';
import type { Conversation } from '../agent/protocol';
import { useLanguage, useWords } from '../words';
import { moment } from './format';
import { fieldsOf, listOf, money, ordersOf, text, type Fields } from './orders';

const FIRST: readonly string[] = ['name', 'code', 'id', 'level', 'phone', 'mobile', 'email', 'tags', 'city'];
/** What the orders' own section shows. */
const ELSEWHERE = new Set(['recentOrders', 'orders', 'shipments', '__typename']);
const SHOWN = 7;

export function CustomerRecord({ data }: { data: unknown }) {
  const words = useWords();
  const [whole, setWhole] = useState(false);
  const outer = fieldsOf(data);
  const record = fieldsOf(outer.customer ?? data);
  const known = Object.entries(record)
    .filter(([name, value]) => !ELSEWHERE.has(name) && text(value) !== '')
    .filter(([name]) => !(name === 'id' && text(record.code) === text(record.id)))
    .sort(([a], [b]) => rank(a) - rank(b));
  if (known.length === 0) {
    return <p className="panel-none">{words.panel.notLinked}</p>;
  }
  return (
    <>
      <dl className="record">
        {(whole ? known : known.slice(0, SHOWN)).map(([name, value]) => (
          <div key={name}>
            <dt>{words.fields[name] ?? name}</dt>
            <dd>{text(value)}</dd>
          </div>
        ))}
      </dl>
      {known.length > SHOWN ? (
        <Button type="link" size="small" className="panel-more" onClick={() => setWhole(!whole)}>
          {whole ? words.panel.showLess : words.panel.showMore}
        </Button>
      ) : null}
    </>
  );
}

function rank(name: string): number {
  const at = FIRST.indexOf(name);
  return at < 0 ? FIRST.length : at;
}

/** What the channel itself told of the customer. */
export function Identity({ conversation }: { conversation: Conversation }) {
  const words = useWords();
  const attributes = Object.entries(conversation.attributes ?? {}).filter(
    ([name, value]) => value !== '' && name !== 'avatar' && name !== 'name',
  );
  return (
    <section className="panel-section">
      <header>
        <h3>{words.panel.contact}</h3>
      </header>
      <dl className="record">
        <div>
          <dt>{words.fields.channel}</dt>
          <dd>
            {words.channels[conversation.channel] ?? conversation.channel} · {conversation.account}
          </dd>
        </div>
        <div>
          <dt>{words.fields.user}</dt>
          <dd className="mono">{conversation.user}</dd>
        </div>
        {attributes.map(([name, value]) => (
          <div key={name}>
            <dt>{words.fields[name] ?? name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** @param onReturn asks for a return of one of them */
export function Orders({ data, onReturn }: { data: unknown; onReturn: (order: string) => void }) {
  const words = useWords();
  const language = useLanguage();
  const orders = ordersOf(data);
  if (orders.length === 0) {
    return <p className="panel-none">{words.panel.noOrders}</p>;
  }
  return (
    <ul className="cards">
      {orders.map(({ number, lines, fields }, index) => {
        const created = text(fields.createdAt ?? fields.created);
        return (
          <li key={`${number}-${index}`} className="order">
            <div className="order-top">
              <b className="mono">{number}</b>
              <StatusTag status={text(fields.status)} />
            </div>
            {lines.map((line, at) => (
              <div className="order-line" key={at}>
                <span>{line.name}</span>
                <span>×{line.quantity}</span>
              </div>
            ))}
            <div className="order-bottom">
              <span>{created === '' ? '' : moment(created, language)}</span>
              <b>{money(fields.total ?? fields.amount)}</b>
            </div>
            <Button
              type="link"
              size="small"
              className="panel-more"
              aria-label={words.returns.askOf(number)}
              onClick={() => onReturn(number)}
            >
              {words.returns.ask}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

const TRACK_SHOWN = 3;

export function Shipments({ data }: { data: unknown }) {
  const words = useWords();
  const shipments = listOf(data, ['shipments', 'shipment'], (fields) => 'trackingNo' in fields || 'carrier' in fields);
  if (shipments.length === 0) {
    return <p className="panel-none">{words.panel.noShipments}</p>;
  }
  return (
    <ul className="cards">
      {shipments.map((shipment, index) => (
        <Shipment key={`${text(shipment.trackingNo)}-${index}`} shipment={shipment} />
      ))}
    </ul>
  );
}

function Shipment({ shipment }: { shipment: Fields }) {
  const words = useWords();
  const language = useLanguage();
  const [whole, setWhole] = useState(false);
  const track = listOf(shipment.event ?? shipment.events, ['event', 'events'], (fields) => 'description' in fields)
    .slice()
    .sort((a, b) => text(b.at).localeCompare(text(a.at)));
  return (
    <li className="order">
      <div className="order-top">
        <b>{words.carriers[text(shipment.carrier).toUpperCase()] ?? text(shipment.carrier)}</b>
        <StatusTag status={text(shipment.status)} />
      </div>
      <div className="order-line mono">
        <span>{text(shipment.trackingNo)}</span>
      </div>
      {text(shipment.orderNo) === '' ? null : (
        <div className="order-line">
          <span className="mono">{text(shipment.orderNo)}</span>
        </div>
      )}
      {track.length > 0 ? (
        <ol className="track">
          {(whole ? track : track.slice(0, TRACK_SHOWN)).map((event, index) => (
            <li key={index}>
              <time>{moment(text(event.at), language)}</time>
              <span>
                {text(event.location) === '' ? '' : `${text(event.location)} · `}
                {text(event.description)}
              </span>
            </li>
          ))}
        </ol>
      ) : null}
      {track.length > TRACK_SHOWN ? (
        <Button type="link" size="small" className="panel-more" onClick={() => setWhole(!whole)}>
          {whole ? words.panel.showLess : words.panel.showMore}
        </Button>
      ) : null}
    </li>
  );
}

const TONES: Record<string, string> = {
  PAID: 'good',
  DELIVERED: 'good',
  SIGNED: 'good',
  SHIPPED: 'brand',
  IN_TRANSIT: 'brand',
  OUT_FOR_DELIVERY: 'brand',
  PICKING: 'brand',
  CREATED: 'warn',
  CANCELLED: 'calm',
  RETURNED: 'calm',
};

function StatusTag({ status }: { status: string }) {
  const words = useWords();
  const key = status.toUpperCase().replace(/[\s-]/g, '_');
  return status === '' ? null : <span className={`tag ${TONES[key] ?? 'calm'}`}>{words.orderStatus[key] ?? status}</span>;
}
