import { expect, test } from 'vitest';
import type { Conversation } from '../src/agent/protocol';
import { asTold } from '../src/desk/useListed';

const conversation = (fence: number, owner: Conversation['owner'], preview = '') => ({ id: 'c1', fence, owner, preview }) as Conversation;
const told = (it: Conversation) => new Map([[it.id, it]]);

test('a list of everybody’s conversations says who has one as soon as the socket does', () => {
  const fetched = conversation(3, { kind: 'queue' });
  const taken = conversation(4, { kind: 'agent', agent: 'supervisor' });

  expect(asTold([fetched], told(taken))).toEqual([taken]);
});

test('and what the socket tells nothing of, as it was fetched', () => {
  const fetched = conversation(4, { kind: 'agent', agent: 'agent2' }, 'the latest');

  expect(asTold([fetched], told(conversation(4, { kind: 'agent', agent: 'agent2' }, 'earlier')))).toEqual([fetched]);
  expect(asTold([fetched], new Map())).toEqual([fetched]);
});
