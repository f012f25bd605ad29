import type { Frame, Wire } from '@serai/sdk';

/** The hub's end of a socket, in the hands of a test. */
export class FakeWire implements Wire {
  readyState = 0;
  onopen: ((event: unknown) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: Frame[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Frame);
  }

  close(): void {
    this.closed = true;
    this.readyState = 3;
  }

  opens(): this {
    this.readyState = 1;
    this.onopen?.({});
    return this;
  }

  says(frame: Frame): this {
    this.onmessage?.({ data: JSON.stringify(frame) });
    return this;
  }

  breaks(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  sentOf(type: string): Frame[] {
    return this.sent.filter((frame) => frame.type === type);
  }
}

/** Hands out a new wire at each connect. */
export class FakeHub {
  readonly wires: FakeWire[] = [];

  connect = (): FakeWire => {
    const wire = new FakeWire();
    this.wires.push(wire);
    return wire;
  };

  get wire(): FakeWire {
    const last = this.wires[this.wires.length - 1];
    if (last === undefined) {
      throw new Error('nothing has connected yet');
    }
    return last;
  }
}
