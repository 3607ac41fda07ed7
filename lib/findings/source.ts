import type { Finding } from './finding';

type Source = () => readonly Finding[];

const sources = new WeakMap<object, Source>();

/** Lets everything below `root` ask what there is to say about it. */
export function provideFindings(root: object, source: Source): void {
  sources.set(root, source);
}

/** What there is to say about everything below `root`; nothing where none of our constructs is in it. */
export function findingsAbout(root: object): readonly Finding[] {
  return sources.get(root)?.() ?? [];
}
