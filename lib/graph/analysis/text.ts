import type { AmplifyingCall } from './amplification';
import { at, type Link, type Structure } from './structure';

/** The name of a node as findings write it: without its namespace. */
export function shortName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** `web → orders → payments: 2 x 3 = 6`. */
export function pathText(calls: readonly AmplifyingCall[]): string {
  const [first] = calls;
  if (first === undefined) return '';
  const nodes = [first.edge.from, ...calls.map(({ edge }) => edge.to)].map(shortName);
  const factors = calls.map(({ times, tries }) =>
    times === 1 ? `${tries}` : `${times} x ${tries}`,
  );
  return `${nodes.join(' → ')}: ${factors.join(' x ')}`;
}

/** `a → b → a`. */
export function circleText({ nodes }: Structure, links: readonly Link[]): string {
  const names = links.map(({ from }) => at(nodes, from).name);
  return [...names, names[0] ?? ''].join(' → ');
}

// what a line of a report still shows at a glance
const MOST_NAMES = 12;

/** Names one after the other; of too many the first and the last. */
export function listText(names: readonly string[], separator = ', '): string {
  if (names.length <= MOST_NAMES) return names.join(separator);
  return [...names.slice(0, MOST_NAMES - 2), '…', ...names.slice(-1)].join(separator);
}

/** A share of 1 in percent, with as many digits as tell it from 100 %: `99.8501`. */
export function percentText(share: number): string {
  // 1e-7 of a percent is three seconds of a century
  return String(Math.floor(share * 1e9 + 1e-3) / 1e7);
}

/** A number with at most two digits behind the point. */
export function roundText(value: number): string {
  return String(Math.round(value * 100) / 100);
}
