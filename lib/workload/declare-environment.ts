import { Address } from '../graph/address';
import type { Report } from '../findings/finding';
import { describe, isOutput } from '../values/describe';
import { environmentName, read, readObject } from '../values/read';
import { refuseOutput } from '../values/read-output';
import type { EnvironmentDeclaration, EnvironmentSource } from './declaration';
import type { EnvironmentValue } from './props';

/** The valid variables of `env`. */
export function declareEnvironment(
  report: Report,
  prop: string,
  env: Readonly<Record<string, EnvironmentValue>> | undefined,
): EnvironmentDeclaration {
  const entries = Object.entries(readObject(report, prop, env) ?? {}).flatMap(([name, value]) => {
    if (read(report, environmentName, [prop, name]) === undefined) return [];
    const source = sourceOf(value);
    const text = source !== undefined && 'value' in source ? source.value : value;
    if (refuseOutput(report, [`${prop}.${name}`, text], true)) return [];
    if (source !== undefined) return [[name, source] as const];
    report('MW0113', { prop: `${prop}.${name}`, got: describe(value) });
    return [];
  });
  return Object.fromEntries(entries);
}

function sourceOf(value: EnvironmentValue): EnvironmentSource | undefined {
  if (typeof value === 'string') return { value };
  if (value instanceof Address) return { address: value };
  if (typeof value !== 'object' || value === null || isOutput(value)) return undefined;
  // the two public fields of cdk8s-plus's EnvValue, read by shape so that the module is not loaded
  if (typeof value.value === 'string') return { value: value.value };
  const from: unknown = value.valueFrom;
  return typeof from === 'object' && from !== null ? { valueFrom: { ...from } } : undefined;
}
