import { useState } from 'react';
import { Button } from 'antd';
import { useLanguage, useWords } from '../words';
import { moment } from './format';

interface View {
  sku?: string | null;
  title?: string | null;
  at?: string | null;
}

const SHOWN = 4;

/** What the customer looked at in the shop, newest first. */
export function Browsing({ data }: { data: unknown }) {
  const words = useWords();
  const language = useLanguage();
  const [whole, setWhole] = useState(false);
  const views = (Array.isArray(data) ? (data as View[]) : []).slice().sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''));
  if (views.length === 0) {
    return <p className="panel-none">{words.panel.noBrowsing}</p>;
  }
  return (
    <>
      <ul className="plain">
        {(whole ? views : views.slice(0, SHOWN)).map((view, index) => (
          <li key={index} className="viewed">
            <span title={view.sku ?? undefined}>{view.title ?? view.sku}</span>
            {view.at ? <time dateTime={view.at}>{moment(view.at, language)}</time> : null}
          </li>
        ))}
      </ul>
      {views.length > SHOWN ? (
        <Button type="link" size="small" className="panel-more" onClick={() => setWhole(!whole)}>
          {whole ? words.panel.showLess : words.panel.showMore}
        </Button>
      ) : null}
    </>
  );
}
