import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import type { AgentClient } from '../agent/client';
import { customers } from '../agent/customers';
import type { Customer, Suggestion, Who } from '../agent/protocol';
import { Confirm } from '../app/Confirm';
import { useWords, type Words } from '../words';
import { displayName } from './format';

/** Who somebody might also be, for the agent to decide: nothing is linked by a guess. */
export function Suggestions({
  who,
  conversation,
  client,
  decide,
}: {
  who: Who;
  conversation: string;
  client: AgentClient;
  decide: (work: () => Promise<unknown>) => Promise<boolean>;
}) {
  const words = useWords();
  const all = new Map([...who.suggestions, ...(who.customer?.suggestions ?? [])].map((it) => [`${it.conversation} ${it.customer}`, it]));
  const suggestions = [...all.values()];
  const names = useNames(suggestions.map((it) => otherOf(it, who.customer?.id)), words);
  return (
    <>
      {suggestions.map((it) => {
        const other = client.state.conversations.get(it.conversation);
        const name = it.conversation === conversation || other === undefined ? names.get(otherOf(it, who.customer?.id)) : displayName(other);
        const kind = words.links.kinds[it.because] ?? it.because;
        return (
          <div className="suggestion" key={`${it.conversation} ${it.customer}`}>
            <p>
              <QuestionCircleOutlined /> {words.links.might(name ?? words.links.someone, kind)}
            </p>
            <span>
              <Confirm
                title={it.owner === undefined ? words.links.linkAsk : words.links.mergeAsk}
                description={<div className="close-hint">{words.links.undoHint}</div>}
                okText={words.links.yes}
                cancelText={words.thread.cancel}
                onConfirm={() => decide(() => customers.accept(it))}
              >
                <Button size="small" type="primary" ghost>
                  {words.links.yes}
                </Button>
              </Confirm>
              <Button size="small" onClick={() => void decide(() => customers.dismiss(it))}>
                {words.links.no}
              </Button>
            </span>
          </div>
        );
      })}
    </>
  );
}

/** The customer of a suggestion who is not the one at hand. */
function otherOf(it: Suggestion, mine: string | undefined): string {
  return it.customer === mine && it.owner !== undefined ? it.owner : it.customer;
}

/** What to call those customers, as far as the agent may see them. */
function useNames(ids: readonly string[], words: Words): Map<string, string> {
  const [found, setFound] = useState<Map<string, Customer>>(new Map());
  const wanted = [...new Set(ids)].sort().join(' ');
  useEffect(() => {
    let gone = false;
    for (const id of wanted === '' ? [] : wanted.split(' ')) {
      customers.one(id).then(
        (customer) => !gone && setFound((known) => new Map(known).set(id, customer)),
        () => undefined,
      );
    }
    return () => {
      gone = true;
    };
  }, [wanted]);
  return new Map(
    [...found].map(([id, customer]) => {
      const link = customer.links.find((each) => each.shown !== undefined) ?? customer.links[0];
      const name = link === undefined ? undefined : displayName(link.shown ?? link);
      const channel = link === undefined ? undefined : (words.channels[link.channel] ?? link.channel);
      return [id, [name, channel, customer.codes[0]].filter(Boolean).join(' · ')];
    }),
  );
}
