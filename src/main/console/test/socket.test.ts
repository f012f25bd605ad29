import { backoff, Socket, type Frame, type Phase } from '@serai/sdk';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeHub } from './wire';

test('the wait before a reconnect doubles up to half a minute and is spread', () => {
  expect(backoff(0, () => 0)).toBe(250);
  expect(backoff(0, () => 1)).toBe(500);
  expect(backoff(3, () => 1)).toBe(4_000);
  expect(backoff(30, () => 1)).toBe(30_000);
  expect(backoff(30, () => 0)).toBe(15_000);
});

describe('a socket whose hub restarts', () => {
  let hub: FakeHub;
  let phases: Phase[];
  let socket: Socket;

  beforeEach(() => {
    vi.useFakeTimers();
    hub = new FakeHub();
    phases = [];
    socket = new Socket({
      url: () => 'wss://hub.example/ws/customer',
      hello: () => ({ type: 'hello', after: 7 }),
      onFrame: (_: Frame) => undefined,
      onPhase: (phase) => phases.push(phase),
      connect: hub.connect,
      random: () => 1,
    });
    socket.start();
    hub.wire.opens().says({ type: 'welcome', heartbeat: 30 });
    phases.length = 0;
  });
  afterEach(() => {
    socket.stop();
    vi.useRealTimers();
  });

  test('comes back after the wait it was given, with the resume token, and nobody hears of a broken line', () => {
    hub.wire.says({ type: 'reconnect', after: 800, resume: 'r1' });
    hub.wire.breaks(1012);

    vi.advanceTimersByTime(1_049);
    expect(hub.wires).toHaveLength(1);
    vi.advanceTimersByTime(1);
    hub.wire.opens().says({ type: 'welcome', heartbeat: 30 });

    expect(hub.wires).toHaveLength(2);
    expect(hub.wire.sent[0]).toEqual({ type: 'hello', after: 7, resume: 'r1' });
    expect(phases.map(({ name }) => name)).toEqual(['connecting', 'connecting', 'open']);
    expect(phases.some((phase) => phase.name === 'connecting' && phase.attempt > 0)).toBe(false);
  });

  test('sends nothing more to a hub that no longer listens', () => {
    hub.wire.says({ type: 'reconnect', after: 800 });

    expect(socket.send({ type: 'ping' })).toBe(false);
  });

  test('comes back even if the hub forgets to close, and if it closes without a word', () => {
    hub.wire.says({ type: 'reconnect', after: 0 });
    vi.advanceTimersByTime(250);
    expect(hub.wires).toHaveLength(2);
    hub.wire.opens().says({ type: 'welcome', heartbeat: 30 });

    hub.wire.breaks(1012);
    vi.advanceTimersByTime(1_000);

    expect(hub.wires).toHaveLength(3);
    expect(phases.some(({ name }) => name === 'waiting')).toBe(false);
  });

  test('says that the line is down when the change-over takes too long', () => {
    hub.wire.says({ type: 'reconnect', after: 0 });
    hub.wire.breaks(1012);
    for (let tries = 0; tries < 20; tries++) {
      vi.advanceTimersByTime(1_000);
      hub.wire.breaks();
    }

    expect(phases.at(-1)?.name).not.toBe('open');
    expect(phases.some(({ name }) => name === 'waiting')).toBe(true);
  });

  test('shows a resume token once', () => {
    hub.wire.says({ type: 'reconnect', after: 0, resume: 'r1' });
    vi.advanceTimersByTime(250);
    hub.wire.opens().says({ type: 'welcome', heartbeat: 30 });
    hub.wire.breaks();
    vi.advanceTimersByTime(500);
    hub.wire.opens();

    expect(hub.wire.sent[0]).toEqual({ type: 'hello', after: 7 });
  });
});

describe('a socket whose line is dead', () => {
  let hub: FakeHub;
  let phases: Phase[];
  let socket: Socket;

  beforeEach(() => {
    vi.useFakeTimers();
    hub = new FakeHub();
    phases = [];
    socket = new Socket({
      url: () => 'wss://hub.example/ws/customer',
      hello: () => ({ type: 'hello' }),
      onFrame: (_: Frame) => undefined,
      onPhase: (phase) => phases.push(phase),
      connect: hub.connect,
      random: () => 1,
    });
    socket.start();
    hub.wire.opens().says({ type: 'welcome', heartbeat: 30 });
  });
  afterEach(() => {
    socket.stop();
    vi.useRealTimers();
  });

  test('is tried anew though the clock was set back', () => {
    vi.setSystemTime(Date.now() - 3_600_000);
    vi.advanceTimersByTime(76_000);

    expect(hub.wires).toHaveLength(2);
  });

  test('is tried anew at once by a machine that slept, which only the clock of the day has seen', () => {
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(16_000);

    expect(hub.wires).toHaveLength(2);
  });

  test('shows it to be down though the clock was set back while the hub changed over', () => {
    hub.wire.says({ type: 'reconnect', after: 0 });
    vi.setSystemTime(Date.now() - 3_600_000);
    for (let tries = 0; tries < 20; tries++) {
      vi.advanceTimersByTime(1_000);
      hub.wire.breaks();
    }

    expect(phases.some(({ name }) => name === 'waiting')).toBe(true);
  });
});
