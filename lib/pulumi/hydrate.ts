import * as pulumi from '@pulumi/pulumi';
import type { FindingCode } from '../findings/catalogue';
import { findingLine, reportAt, type Finding } from '../findings/finding';
import { hasToken, sourceOfToken, splitTokens } from '../values/token';

/** What a manifest becomes: the same, with Outputs in the place of their tokens. */
export type Hydrated = Readonly<Record<string, unknown>>;

/** The object whose tokens are replaced. */
export interface TokenContext {
  /** Path of its construct. */
  readonly path: string;
  /** Whether it is a Secret, and so the place for secrets. */
  readonly holdsSecrets: boolean;
}

/** `manifest` with an Output in the place of each token, alone or inside a text. */
export function hydrate(manifest: object, context: TokenContext): Hydrated {
  return hydrateValue(manifest, '', context) as Hydrated;
}

function hydrateValue(value: unknown, field: string, context: TokenContext): unknown {
  if (typeof value === 'string') {
    return hasToken(value) ? hydrateText(value, { ...context, field }) : value;
  }
  if (Array.isArray(value)) {
    return value.map((item, at) => hydrateValue(item, `${field}[${at}]`, context));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, content]) => {
    const inside = field === '' ? key : `${field}.${key}`;
    return [key, hydrateValue(content, inside, context)] as const;
  });
  return Object.fromEntries(entries);
}

interface TextContext extends TokenContext {
  readonly field: string;
}

function hydrateText(text: string, context: TextContext): pulumi.Output<unknown> {
  const guarded = context.holdsSecrets ? [] : valuesIn(text);
  const secret = pulumi.output(guarded.length > 0 && refuseSecrets(guarded, context));
  return pulumi.all([joined(text), secret]).apply(([known, refused]) => {
    if (refused !== false) return refused;
    return known ?? refuse('MW0912', 'an Output without a value', context);
  });
}

/** The text; undefined where a part of it has no value. */
function joined(text: string): pulumi.Output<string | undefined> {
  const parts = splitTokens(text).map((part) =>
    part.token ? outputOf(part.text) : pulumi.output(part.text),
  );
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  return pulumi
    .all(parts)
    .apply((texts) => (texts.includes(undefined) ? undefined : texts.join('')));
}

function outputOf(token: string): pulumi.Output<string | undefined> {
  const source = sourceOfToken(token);
  if (source === undefined) throw new Error(`there is no Output for ${token}`);
  if (source.kind === 'value') return source.value as pulumi.Output<string | undefined>;
  const { compute } = source;
  return joined(source.text).apply((text) => (text === undefined ? undefined : compute(text)));
}

/** The Outputs in `text` that nobody allowed to show a secret. */
function valuesIn(text: string): readonly pulumi.Output<unknown>[] {
  return splitTokens(text).flatMap((part) => {
    const source = part.token ? sourceOfToken(part.text) : undefined;
    if (source === undefined) return [];
    if (source.kind === 'text') return valuesIn(source.text);
    return source.exposed === undefined ? [source.value as pulumi.Output<unknown>] : [];
  });
}

/** Refuses a secret once Pulumi says that it is one, which it does only later, but in the preview already. */
async function refuseSecrets(
  values: readonly pulumi.Output<unknown>[],
  context: TextContext,
): Promise<Refusal | false> {
  const secrets = await Promise.all(values.map((value) => pulumi.isSecret(value)));
  return secrets.includes(true) && refuse('MW0906', 'an Output that is a secret', context);
}

/** What stands for a value that is refused. */
interface Refusal {
  readonly refused: string;
}

/**
 * Reports what only a deployment finds out; the preview fails on what is logged.
 *
 * Where it is skipped, the API server takes no object in the place of a text, so that what is deployed stays as it was.
 * A rejected Output would hang a program of the Automation API.
 */
function refuse(code: FindingCode, got: string, { path, field }: TextContext): Refusal {
  const findings: Finding[] = [];
  reportAt(path, findings)(code, { prop: field, got });
  const refused = findings.map(findingLine).join('\n');
  void pulumi.log.error(refused);
  return { refused };
}
