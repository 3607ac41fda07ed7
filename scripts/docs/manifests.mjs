import { readFileSync } from 'node:fs';
import { parseAllDocuments, stringify } from 'yaml';

/** The object `Kind/name` of a rendered file as a block, or the part of it at a path such as `spec.http`. */
export function manifest(file, object, path) {
  const documents = parseAllDocuments(readFileSync(file, 'utf8'));
  const found = documents.filter(
    (document) => `${document.get('kind')}/${document.getIn(['metadata', 'name'])}` === object,
  );
  if (found.length !== 1) throw new Error(`${file} has ${found.length} objects ${object}`);
  const keys = path === undefined ? [] : path.split('.');
  if (!found[0].hasIn(keys)) throw new Error(`${object} in ${file} has no ${path}`);
  const part = keys.reduceRight(within, found[0].getIn(keys, true) ?? found[0].contents);
  return `\`\`\`yaml\n${stringify(part, { lineWidth: 0 })}\`\`\``;
}

/** `value` below `key`; an index is shown as a list of one. */
const within = (value, key) => (/^\d+$/.test(key) ? [value] : { [key]: value });
