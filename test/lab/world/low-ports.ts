/** Ports of callees that only a privileged program may listen on: proxies of the lab have others in their place. */
export const LOW_PORTS = [80, 443] as const;

/** The port that a proxy of the lab has in the place of `port`. */
export function unprivileged(port: number): number {
  return port < 1024 ? port + 10_000 : port;
}
