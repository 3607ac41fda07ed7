const HELD = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `work`, which must not wait for anything, and lets a signal that would end the process act only afterwards.
 *
 * Node hands signals out between two turns of its loop, and only where somebody listens; else the system acts at once.
 * Whoever listens for that stays: a signal that comes while the last listener leaves is lost.
 */
export function holdingSignals(work: () => void): void {
  for (const signal of HELD) {
    if (process.listenerCount(signal) === 0) process.once(signal, endUnlessOthersListen);
  }
  work();
}

/** Ends the process as the signal would have, unless others have come to listen, who then decide. */
function endUnlessOthersListen(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}
