import { reportAt, type Finding } from '../findings/finding';
import { withoutTokens } from '../values/token';
import { groupOf } from './manifest';
import type { OrderedObject } from './order/plan';
import { objectText } from './order/text';
import { STRINGIFIED_TEXT } from '../values/read-output';
import { areTokensKnown, stringifiedIn, tokensIn } from '../values/tokens-in';

const NAMING = ['apiVersion', 'kind', 'metadata.name', 'metadata.namespace'];

/** What cannot be deployed among rendered objects, whoever wrote them. */
export function checkObjects(objects: readonly OrderedObject[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { path, manifest } of objects) {
    const report = reportAt(path, findings);
    for (const { field } of stringifiedIn(manifest)) {
      report('MW0903', { prop: field, got: STRINGIFIED_TEXT });
    }
    for (const { field, text, isKey } of tokensIn(manifest)) {
      const details = { prop: withoutTokens(field), got: JSON.stringify(withoutTokens(text)) };
      if (!areTokensKnown(text)) report('MW0910', details);
      if (isKey || NAMING.includes(field)) report('MW0905', details);
    }
  }
  return [...findings, ...duplicates(objects)];
}

/** Objects of one cluster that are the same object. */
export function duplicates(objects: readonly OrderedObject[]): readonly Finding[] {
  const findings: Finding[] = [];
  const owners = new Map<string, string>();
  for (const { path, manifest } of objects) {
    const { namespace = '', name } = manifest.metadata;
    // a cluster has one object under all versions of its group
    const key = `${groupOf(manifest)} ${manifest.kind} ${namespace}/${name}`;
    const owner = owners.get(key);
    if (owner === undefined) owners.set(key, path);
    else {
      const got = `${objectText(manifest)}, which ${owner} is too`;
      reportAt(path, findings)('MW0909', { prop: 'metadata.name', got });
    }
  }
  return findings;
}
