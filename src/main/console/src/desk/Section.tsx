import { Button, Skeleton, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import type { Panel } from '../agent/protocol';
import { useNow } from '../app/preferences';
import { useLanguage, useWords } from '../words';
import { age, moment } from './format';

/** A block of the customer's side. What is wrong with its system is said here and nowhere else. */
export function Section({
  title,
  panel,
  tools,
  children,
}: {
  title: string;
  panel: Panel | undefined;
  tools?: ReactNode;
  children: (data: unknown) => ReactNode;
}) {
  const words = useWords();
  const nothing = panel?.state === 'unavailable' && (panel.data === null || panel.data === undefined);
  return (
    <section className="panel-section" aria-label={title}>
      <header>
        <h3>{title}</h3>
        {panel === undefined ? null : <Freshness panel={panel} />}
        {tools}
      </header>
      {panel === undefined ? (
        <Skeleton active title={false} paragraph={{ rows: 3 }} />
      ) : (
        <>
          {panel.error ? (
            <p className={`panel-error ${panel.state}`}>
              {panel.state === 'unavailable' ? words.panel.unavailableHint : words.panel.staleHint}
              {words.panel.because(reason(panel.error, words.reasons))}
            </p>
          ) : null}
          {nothing ? null : children(panel.data)}
        </>
      )}
    </section>
  );
}

/** The hub's reasons in the reader's language, as far as they are known; its own words otherwise. */
export function reason(text: string, known: Record<string, string>): string {
  for (const [said, told] of Object.entries(known)) {
    if (text.includes(said)) {
      return told;
    }
  }
  return text;
}

function Freshness({ panel }: { panel: Panel }) {
  const words = useWords();
  const language = useLanguage();
  const now = useNow(5_000);
  const hints = {
    fresh: words.panel.freshHint,
    cached: words.panel.cachedHint,
    stale: words.panel.staleHint,
    unavailable: words.panel.unavailableHint,
  };
  const dated = panel.asOf && panel.state !== 'unavailable' ? panel.asOf : null;
  return (
    <Tooltip title={dated === null ? hints[panel.state] : `${hints[panel.state]} · ${words.panel.asOf(moment(dated, language))}`}>
      <span className={`freshness ${panel.state}`}>
        <b>{words.panel[panel.state]}</b>
        {dated === null ? null : <time dateTime={dated}>{age(dated, words, language, now)}</time>}
      </span>
    </Tooltip>
  );
}

/** For a block of the hub's own that could not be fetched. */
export function BlockFailed({ text, onRetry }: { text: string; onRetry: () => void }) {
  const words = useWords();
  return (
    <p className="panel-error unavailable" role="alert">
      {text}{' '}
      <Button type="link" size="small" className="panel-more" onClick={onRetry}>
        {words.thread.tryAgain}
      </Button>
    </p>
  );
}
