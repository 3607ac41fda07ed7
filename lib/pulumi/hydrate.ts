import * as pulumi from '@pulumi/pulumi';
import { reportAt, findingLine, type Finding } from '../findings/finding';
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

function hydrateText(text: string, context: TextContext): pulumi.Output<string> {
  const parts = splitTokens(text).map((part) =>
    part.token ? hydrateToken(part.text, context) : pulumi.output(part.text),
  );
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  return pulumi.all(parts).apply((texts) => texts.join(''));
}

function hydrateToken(token: string, context: TextContext): pulumi.Output<string> {
  const source = sourceOfToken(token);
  if (source === undefined) throw new Error(`${context.path} has no Output for ${token}`);
  if (source.kind === 'text') return hydrateText(source.text, context).apply(source.compute);
  const value = source.value as pulumi.Output<string>;
  if (context.holdsSecrets || source.exposed !== undefined) return value;
  return pulumi.all([value, refuseSecret(value, context)]).apply(([known]) => known);
}

/** Fails once it is known that `value` is a secret, which Pulumi says only later. */
function refuseSecret(value: pulumi.Output<string>, context: TextContext): pulumi.Output<boolean> {
  const verdict = pulumi.isSecret(value).then((isSecret) => {
    if (isSecret) throw new pulumi.RunError(secretFinding(context));
    return isSecret;
  });
  return pulumi.output(verdict);
}

function secretFinding({ path, field }: TextContext): string {
  const findings: Finding[] = [];
  reportAt(path, findings)('MW0906', { prop: field, got: 'an Output that is a secret' });
  return findings.map(findingLine).join('\n');
}
