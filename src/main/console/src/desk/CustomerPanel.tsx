import { ReloadOutlined } from '@ant-design/icons';
import { Button, Skeleton, Tooltip } from 'antd';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { Thread } from '../agent/client';
import { rest } from '../agent/rest';
import type { Conversation, CustomerPanels, Panel } from '../agent/protocol';
import { useLanguage, useWords } from '../words';
import { BusinessNote } from './BusinessNote';
import { EmptyNote } from './EmptyNote';
import { dayKey, clock, moment } from './format';
import { CustomerRecord, Identity, Orders, Shipments } from './records';

/** What the business systems know of the customer, each with how fresh that is. */
export function CustomerPanel({ conversation, thread }: { conversation: Conversation; thread: Thread | undefined }) {
  const words = useWords();
  const { panels, failed, loading, load } = usePanels(conversation.id, thread?.business.length ?? 0);
  const events = thread?.business ?? [];

  return (
    <div className="panels">
      <div className="panels-top">
        <h2>{words.panel.title}</h2>
        <Tooltip title={words.panel.reload}>
          <Button type="text" size="small" icon={<ReloadOutlined spin={loading} />} aria-label={words.panel.reload} onClick={load} />
        </Tooltip>
      </div>
      {failed && panels === null ? (
        <EmptyNote kind="trouble" title={words.panel.failed}>
          <Button size="small" onClick={load}>
            {words.thread.tryAgain}
          </Button>
        </EmptyNote>
      ) : (
        <>
          <Section title={words.panel.customer} panel={panels?.customer}>
            {(data) => <CustomerRecord data={data} />}
          </Section>
          <Identity conversation={conversation} />
          {events.length > 0 ? (
            <section className="panel-section" aria-live="polite">
              {[...events].reverse().map((event) => (
                <BusinessNote key={event.id} event={event} />
              ))}
            </section>
          ) : null}
          <Section title={words.panel.orders} panel={panels?.orders}>
            {(data) => <Orders data={data} />}
          </Section>
          <Section title={words.panel.shipments} panel={panels?.shipments}>
            {(data) => <Shipments data={data} />}
          </Section>
        </>
      )}
    </div>
  );
}

function Section({
  title,
  panel,
  children,
}: {
  title: string;
  panel: Panel | undefined;
  children: (data: unknown) => ReactNode;
}) {
  return (
    <section className="panel-section">
      <header>
        <h3>{title}</h3>
        {panel === undefined ? null : <Freshness panel={panel} />}
      </header>
      {panel === undefined ? (
        <Skeleton active title={false} paragraph={{ rows: 3 }} />
      ) : (
        <>
          {panel.error ? <p className={`panel-error ${panel.state}`}>{panel.error}</p> : null}
          {panel.state === 'unavailable' && (panel.data === null || panel.data === undefined) ? null : children(panel.data)}
        </>
      )}
    </section>
  );
}

function Freshness({ panel }: { panel: Panel }) {
  const words = useWords();
  const language = useLanguage();
  const hints = {
    fresh: words.panel.freshHint,
    cached: words.panel.cachedHint,
    stale: words.panel.staleHint,
    unavailable: words.panel.unavailableHint,
  };
  const today = panel.asOf && dayKey(panel.asOf) === dayKey(new Date().toISOString());
  return (
    <Tooltip title={hints[panel.state]}>
      <span className={`freshness ${panel.state}`}>
        <b>{words.panel[panel.state]}</b>
        {panel.asOf && panel.state !== 'unavailable' ? (
          <time dateTime={panel.asOf}>
            {words.panel.asOf(today ? clock(panel.asOf, language) : moment(panel.asOf, language))}
          </time>
        ) : null}
      </span>
    </Tooltip>
  );
}

/** Fetches on opening, on demand, and when a business event says that something changed. */
function usePanels(conversation: string, events: number) {
  const [panels, setPanels] = useState<CustomerPanels | null>(null);
  const [failed, setFailed] = useState(false);
  const [loading, setLoading] = useState(false);
  const latest = useRef(0);

  const load = useCallback(() => {
    const mine = ++latest.current;
    setLoading(true);
    rest
      .customer(conversation)
      .then((found) => {
        if (mine === latest.current) {
          setPanels(found);
          setFailed(false);
        }
      })
      .catch(() => {
        if (mine === latest.current) {
          setFailed(true);
        }
      })
      .finally(() => {
        if (mine === latest.current) {
          setLoading(false);
        }
      });
  }, [conversation]);

  useEffect(() => {
    load();
    return () => {
      latest.current += 1;
    };
  }, [load, events]);

  return { panels, failed, loading, load };
}
