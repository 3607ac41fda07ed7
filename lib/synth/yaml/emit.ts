import { Yaml } from 'cdk8s';
import { keyStart, numberText, stringText } from './scalar';

const INDENT = '  ';

/** Thrown, and caught here, where a document has something that is not written directly. */
const UNUSUAL = new Error('not written directly');

/**
 * A manifest as YAML, byte for byte what `Yaml.stringify` of cdk8s makes of it.
 *
 * Written directly as far as it is of plain maps, lists, texts, numbers and booleans; anything else (an object in two
 * places, which becomes an alias; a key longer than a line) is left to `Yaml.stringify` itself.
 */
export function yamlDocument(manifest: unknown): string {
  const start = typeof manifest === 'object' && manifest !== null ? manifest : undefined;
  if (start === undefined || isEmpty(start)) return Yaml.stringify(manifest);
  try {
    return `${new Emitter().block(start, '')}\n`;
  } catch (error) {
    if (error !== UNUSUAL) throw error;
    return Yaml.stringify(manifest);
  }
}

class Emitter {
  private readonly seen = new Set<object>();

  /** The lines of a map or list that is not empty; the first stands where the caller is, the others after `indent`. */
  public block(value: object, indent: string): string {
    this.admit(value);
    return Array.isArray(value)
      ? this.list(value, indent)
      : this.map(value as Readonly<Record<string, unknown>>, indent);
  }

  /** Stops at what is not plain, and at what has been met before. */
  private admit(value: object): void {
    const prototype: unknown = Object.getPrototypeOf(value);
    const isSimple = prototype === Object.prototype || prototype === Array.prototype;
    if (!isSimple || this.seen.has(value)) throw UNUSUAL;
    this.seen.add(value);
  }

  private map(value: Readonly<Record<string, unknown>>, indent: string): string {
    const inside = indent + INDENT;
    let text = '';
    for (const key of Object.keys(value)) {
      const start = keyStart(key);
      if (start === undefined) throw UNUSUAL;
      if (text !== '') text += `\n${indent}`;
      text += start + this.valueOf(value[key], inside);
    }
    return text;
  }

  private list(items: readonly unknown[], indent: string): string {
    const inside = indent + INDENT;
    let text = '';
    for (let i = 0; i < items.length; i += 1) {
      if (i > 0) text += `\n${indent}`;
      const item = items[i];
      text += `- ${this.isBlock(item) ? this.block(item, inside) : this.scalar(item, inside)}`;
    }
    return text;
  }

  private valueOf(value: unknown, indent: string): string {
    return this.isBlock(value)
      ? `\n${indent}${this.block(value, indent)}`
      : ` ${this.scalar(value, indent)}`;
  }

  private isBlock(value: unknown): value is object {
    return typeof value === 'object' && value !== null && !isEmpty(value);
  }

  private scalar(value: unknown, indent: string): string {
    switch (typeof value) {
      case 'string':
        return stringText(value, indent);
      case 'number':
        return numberText(value);
      case 'boolean':
        return value ? 'true' : 'false';
      case 'undefined':
        return 'null';
      case 'object':
        return value === null ? 'null' : this.empty(value);
      case 'bigint':
      case 'function':
      case 'symbol':
        throw UNUSUAL;
    }
  }

  private empty(value: object): string {
    this.admit(value);
    return Array.isArray(value) ? '[]' : '{}';
  }
}

function isEmpty(value: object): boolean {
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}
