import { Yaml } from 'cdk8s';
import { isPlain, quoted } from './plain';

const INDENT = '  ';

// manifests repeat the same few words, and a system of any size must not fill the memory with them
const MAX_REMEMBERED = 20_000;

/** What `make` gives for a text, remembered. */
function remembered<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= MAX_REMEMBERED) known.clear();
    const made = make(text);
    known.set(text, made);
    return made;
  };
}

const valueOnOneLine = remembered((text) =>
  isPlain(text) ? text : (quoted(text) ?? Yaml.stringify({ a: text }).slice('a: '.length, -1)),
);

/** A key and its colon; undefined for one that is not written the same at any depth, or with a `?` as it is long. */
export const keyStart = remembered((key) => {
  if (!isSimpleKey(key)) return undefined;
  if (isPlain(key)) return `${key}:`;
  const text = quoted(key);
  return text === undefined ? Yaml.stringify({ [key]: 0 }).slice(0, -' 0\n'.length) : `${text}:`;
});

function isSimpleKey(text: string): boolean {
  // 1024 characters with quotes and escapes is the longest key without `?`; an escape takes at most six
  // the library looks for document markers behind every line break that JavaScript knows, U+2028 included
  return text.length < 128 && !text.includes('\n') && !/^(?:%|---|\.\.\.)/m.test(text);
}

/** A text as a value in lines that begin with `indent`, which has two blanks or more. */
export function stringText(text: string, indent: string): string {
  return text.includes('\n') ? textOnLines(text, indent) : valueOnOneLine(text);
}

/** A finite number or not, as YAML writes it. */
export function numberText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  return Number.isNaN(value) ? '.nan' : value < 0 ? '-.inf' : '.inf';
}

/** Lets the library write `text` as deep as it will stand, since its lines carry the indentation. */
function textOnLines(text: string, indent: string): string {
  let value: unknown = text;
  let prefix = '';
  for (let depth = 0; depth < indent.length; depth += INDENT.length) {
    value = { a: value };
    prefix += `${depth === 0 ? '' : '\n'}${' '.repeat(depth)}a:`;
  }
  return Yaml.stringify(value).slice(`${prefix} `.length, -1);
}
