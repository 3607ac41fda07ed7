import type { Finding } from './finding';

/** Who knows what there is to say about an app. */
export interface FindingSource {
  findings(): readonly Finding[];
  /** What is over on a day, written `2027-01-31`. */
  expired(day: string): readonly Finding[];
}

const sources = new WeakMap<object, FindingSource>();

/** Lets everything below `root` ask what there is to say about it. */
export function provideFindings(root: object, source: FindingSource): void {
  sources.set(root, source);
}

/** What there is to say on `day` about everything below `root`; nothing where none of our constructs is in it. */
export function findingsAbout(root: object, day: string): readonly Finding[] {
  const source = sources.get(root);
  return source === undefined ? [] : [...source.findings(), ...source.expired(day)];
}
