import type { Conversation } from '../agent/protocol';
import type { Words } from '../words';

/** Who has the conversation, in words. */
export function ownerText(conversation: Conversation, words: Words): string {
  const { kind, agent } = conversation.owner;
  return kind === 'agent' ? words.owner.agent(agent ?? '') : words.owner[kind];
}
