interface Event {
  readonly time: number;
  readonly number: number;
  readonly action: () => void;
}

/** Virtual time: what is scheduled happens in order, and takes none of ours. */
export class Clock {
  public now = 0;
  private readonly events: Event[] = [];
  private scheduled = 0;

  /** Lets `action` happen after `delay`; what is scheduled for the same time happens in the order of scheduling. */
  public after(delay: number, action: () => void): void {
    if (delay === Infinity) return;
    const event = { time: this.now + delay, number: this.scheduled, action };
    this.scheduled += 1;
    let place = this.events.length;
    while (place > 0 && isBefore(event, this.events[place - 1])) place -= 1;
    this.events.splice(place, 0, event);
  }

  /** Lets everything happen. */
  public run(): void {
    for (let event = this.events.shift(); event !== undefined; event = this.events.shift()) {
      this.now = event.time;
      event.action();
    }
  }
}

function isBefore(a: Event, b: Event | undefined): boolean {
  return b !== undefined && (a.time < b.time || (a.time === b.time && a.number < b.number));
}
