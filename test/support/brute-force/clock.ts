interface Event {
  readonly time: number;
  readonly number: number;
  readonly action: () => void;
}

/** Virtual time: what is scheduled happens in order, and takes none of ours. */
export class Clock {
  public now = 0;
  /** A binary heap: each event is before the two that follow it at twice its place. */
  private readonly events: Event[] = [];
  private scheduled = 0;

  /** Lets `action` happen after `delay`; what is scheduled for the same time happens in the order of scheduling. */
  public after(delay: number, action: () => void): void {
    if (delay === Infinity) return;
    const event = { time: this.now + delay, number: this.scheduled, action };
    this.scheduled += 1;
    let place = this.events.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = this.events[above];
      if (other === undefined || !isBefore(event, other)) break;
      this.events[place] = other;
      place = above;
    }
    this.events[place] = event;
  }

  /** Lets everything happen. */
  public run(): void {
    for (let event = this.take(); event !== undefined; event = this.take()) {
      this.now = event.time;
      event.action();
    }
  }

  private take(): Event | undefined {
    const { events } = this;
    const [first] = events;
    const last = events.pop();
    if (first === undefined || last === undefined || events.length === 0) return first;
    let place = 0;
    for (;;) {
      const [left, right] = [events[2 * place + 1], events[2 * place + 2]];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const next = isRight ? right : left;
      if (!isBefore(next, last)) break;
      events[place] = next;
      place = 2 * place + (isRight ? 2 : 1);
    }
    events[place] = last;
    return first;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.time < b.time || (a.time === b.time && a.number < b.number);
}
