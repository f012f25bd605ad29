import { LinkOutlined } from '@ant-design/icons';
import { App as AntApp, Button, Skeleton } from 'antd';
import { useState } from 'react';
import type { AgentClient } from '../agent/client';
import { customers } from '../agent/customers';
import { Refused } from '../agent/rest';
import type { Conversation, Customer, CustomerLink, Who } from '../agent/protocol';
import { Confirm } from '../app/Confirm';
import { useLanguage, useWords, type Words } from '../words';
import { ChannelIcon } from './ChannelIcon';
import { displayName, moment, previewText } from './format';
import { LinkDialog } from './LinkDialog';
import { ownerText } from './owner';
import { BlockFailed } from './Section';
import { Suggestions } from './Suggestions';
import type { Fetched } from './useFetched';

/** The same customer elsewhere: their other conversations, why they are theirs, and what to do if they are not. */
export function Links({
  client,
  conversation,
  who,
  onOpen,
}: {
  client: AgentClient;
  conversation: Conversation;
  who: Fetched<Who>;
  onOpen: (conversation: Conversation) => void;
}) {
  const words = useWords();
  const { message } = AntApp.useApp();
  const [linking, setLinking] = useState(false);
  const customer = who.data?.customer;

  /** Does what the agent decided, and looks again: a decision may move more than what was asked for. */
  const decide = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      who.load();
      return true;
    } catch (e) {
      void message.warning(e instanceof Refused ? e.message : words.results.offline);
      return false;
    }
  };

  return (
    <section className="panel-section links" aria-label={words.links.title}>
      <header>
        <h3>{words.links.title}</h3>
        <Button type="text" size="small" icon={<LinkOutlined />} onClick={() => setLinking(true)}>
          {words.links.link}
        </Button>
      </header>
      {who.failed && who.data === null ? (
        <BlockFailed text={words.links.failed} onRetry={who.load} />
      ) : who.data === null ? (
        <Skeleton active title={false} paragraph={{ rows: 2 }} />
      ) : (
        <>
          <Suggestions who={who.data} conversation={conversation.id} client={client} decide={decide} />
          {customer === undefined ? (
            <p className="panel-none">{words.links.nobody}</p>
          ) : (
            <Theirs customer={customer} conversation={conversation.id} onOpen={onOpen} decide={decide} />
          )}
        </>
      )}
      <LinkDialog
        open={linking}
        client={client}
        conversation={conversation}
        linked={customer?.links.map((link) => link.conversation) ?? []}
        onClose={() => setLinking(false)}
        onLink={async (other) => {
          if (await decide(() => customers.join(conversation.id, other))) {
            setLinking(false);
          }
        }}
      />
    </section>
  );
}

function Theirs({
  customer,
  conversation,
  onOpen,
  decide,
}: {
  customer: Customer;
  conversation: string;
  onOpen: (conversation: Conversation) => void;
  decide: (work: () => Promise<unknown>) => Promise<boolean>;
}) {
  const words = useWords();
  const here = customer.links.find((link) => link.conversation === conversation);
  const others = customer.links
    .filter((link) => link !== here)
    .sort((a, b) => (b.shown?.updated ?? b.linked).localeCompare(a.shown?.updated ?? a.linked));
  return (
    <>
      {here === undefined ? null : <p className="link-here">{words.links.here(because(here, words))}</p>}
      {others.length === 0 ? <p className="panel-none">{words.links.only}</p> : null}
      <ul className="plain">
        {others.map((link) => (
          <OtherOne
            key={link.conversation}
            link={link}
            onOpen={onOpen}
            onUnlink={() => decide(() => customers.unlink(customer.id, link.conversation))}
          />
        ))}
      </ul>
      {customer.merged.map((merged) => (
        <p className="link-merged" key={merged}>
          {words.links.merged}
          <Confirm
            title={words.links.unmergeAsk}
            okText={words.links.unmerge}
            cancelText={words.thread.cancel}
            onConfirm={() => decide(() => customers.unmerge(customer.id, merged))}
          >
            <Button type="link" size="small" className="panel-more">
              {words.links.unmerge}
            </Button>
          </Confirm>
        </p>
      ))}
    </>
  );
}

function OtherOne({
  link,
  onOpen,
  onUnlink,
}: {
  link: CustomerLink;
  onOpen: (conversation: Conversation) => void;
  onUnlink: () => Promise<boolean>;
}) {
  const words = useWords();
  const language = useLanguage();
  const { shown } = link;
  const channel = words.channels[link.channel] ?? link.channel;
  const name = displayName(shown ?? link);
  return (
    <li className="linked">
      <ChannelIcon channel={link.channel} size={20} />
      <div className="linked-text">
        {shown === undefined ? (
          <b>
            {channel} · {name}
          </b>
        ) : (
          <button type="button" className="linked-open" onClick={() => onOpen(shown)} aria-label={words.links.open(channel, name)}>
            <b>
              {channel} · {name}
            </b>
            <span className={`owner-tag ${shown.owner.kind}`}>{ownerText(shown, words)}</span>
          </button>
        )}
        {shown === undefined ? <span>{words.links.notYours}</span> : <span className="linked-preview">{previewText(shown.preview, words)}</span>}
        <span>{because(link, words)}</span>
        <span className="linked-foot">
          <time dateTime={shown?.updated ?? link.linked}>{moment(shown?.updated ?? link.linked, language)}</time>
          <Confirm
            title={words.links.unlinkAsk}
            description={<div className="close-hint">{words.links.unlinkHint}</div>}
            okText={words.links.unlink}
            cancelText={words.thread.cancel}
            placement="topRight"
            onConfirm={onUnlink}
          >
            <Button type="link" size="small" className="panel-more">
              {words.links.unlink}
            </Button>
          </Confirm>
        </span>
      </div>
    </li>
  );
}

/** Why a conversation is somebody's: each piece of evidence with what may be seen of it. */
function because(link: CustomerLink, words: Words): string {
  const told = link.evidence.map((it) => {
    const kind = words.links.kinds[it.kind] ?? it.kind;
    return it.kind === 'agent' ? `${kind} ${it.by ?? it.shown}` : `${kind} ${short(it.shown)}`;
  });
  return [...new Set(told)].join(' · ');
}

/** Platforms' ids are long, and their ends tell them apart. */
function short(id: string): string {
  return id.length > 16 ? `${id.slice(0, 6)}…${id.slice(-4)}` : id;
}
