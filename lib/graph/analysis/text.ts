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
    times === 1 ? roundText(tries) : `${times} x ${roundText(tries)}`,
  );
  return `${listText(nodes, ' → ')}: ${listText(factors, ' x ')}`;
}

/** `a → b → a`. */
export function circleText({ nodes }: Structure, links: readonly Link[]): string {
  const names = links.map(({ from }) => at(nodes, from).name);
  return listText([...names, names[0] ?? ''], ' → ');
}

// what a line of a report still shows at a glance
const MOST_NAMES = 12;

/** Names one after the other; of too many the first, how many more there are, and the last. */
export function listText(names: readonly string[], separator = ', '): string {
  if (names.length <= MOST_NAMES) return names.join(separator);
  const first = names.slice(0, MOST_NAMES - 2);
  const more = `… (${names.length - first.length - 1} more)`;
  return [...first, more, ...names.slice(-1)].join(separator);
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
