const HELD = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

let isHolding = false;

/**
 * Runs `work`, which must not wait for anything, and lets a signal that would end the process act only afterwards.
 *
 * Node hands signals out between two turns of its loop, and only where somebody listens; else the system acts at once.
 */
export function holdingSignals(work: () => void): void {
  if (!isHolding) hold();
  work();
}

function hold(): void {
  isHolding = true;
  const act = (signal: NodeJS.Signals): void => {
    release();
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const release = (): void => {
    isHolding = false;
    for (const signal of HELD) process.removeListener(signal, act);
  };
  for (const signal of HELD) process.on(signal, act);
  setImmediate(release);
}
