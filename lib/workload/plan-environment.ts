import { environmentStem } from '../conventions/names';
import type { Report } from '../findings/finding';
import type { Address } from '../graph/address';
import type { EdgePlan } from '../graph/edge';
import { portOf, portsText, type TargetPlan } from '../graph/target';
import { describe } from '../values/describe';
import { computeText } from '../values/token';
import type { PortDeclaration } from '../workload/declaration';
import type { EnvironmentDeclaration } from './declaration';

/** An environment variable as Kubernetes takes it. */
export type EnvironmentVariablePlan =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly valueFrom: Readonly<Record<string, unknown>> };

/** What resolving addresses needs to know. */
export interface EnvironmentQuestion {
  readonly declared: EnvironmentDeclaration;
  readonly from: readonly EdgePlan[];
  readonly targets: ReadonlyMap<string, TargetPlan>;
  readonly report: Report;
}

/** The variables, sorted by name: those declared, and the address of each callee that none of them carries. */
export function planEnvironment(question: EnvironmentQuestion): readonly EnvironmentVariablePlan[] {
  const { declared } = question;
  const addressed = new Set(
    Object.values(declared).flatMap((source) =>
      'address' in source ? [source.address.target] : [],
    ),
  );
  const automatic = automaticVariables(question, addressed);
  const given = Object.entries(declared).flatMap(([name, source]) => {
    if (!('address' in source)) return [{ name, ...source }];
    const value = resolveAddress(question, name, source.address);
    return value === undefined ? [] : [{ name, value }];
  });
  const byName = new Map([...automatic, ...given].map((variable) => [variable.name, variable]));
  return [...byName.keys()].sort().flatMap((name) => byName.get(name) ?? []);
}

/** The address of each callee that no variable carries; two callees of one name need names from the user. */
function automaticVariables(
  { declared, from, report }: EnvironmentQuestion,
  addressed: ReadonlySet<string>,
): { name: string; value: string }[] {
  const owners = new Map<string, TargetPlan>();
  return from
    .filter(({ target }) => !addressed.has(target.path))
    .flatMap(({ target, port }) =>
      addressVariables(target, port).filter(({ name }) => {
        if (name in declared) return false;
        const owner = owners.get(name) ?? target;
        owners.set(name, owner);
        if (owner === target) return true;
        const got = `${name} for ${target.path} and for ${owner.path}`;
        report('MW0418', { prop: 'env', got });
        return false;
      }),
    );
}

function addressVariables(
  target: TargetPlan,
  port: PortDeclaration,
): { name: string; value: string }[] {
  const stem = environmentStem(target.name);
  const isOnly = target.ports.length === 1;
  const portStem = isOnly ? stem : `${stem}_${environmentStem(port.key ?? port.name)}`;
  return [
    { name: `${stem}_HOST`, value: target.address },
    { name: `${portStem}_PORT`, value: String(port.number) },
  ];
}

function resolveAddress(
  { from, targets, report }: EnvironmentQuestion,
  name: string,
  { target: path, part, portName }: Address,
): string | undefined {
  const target = targets.get(path);
  const prop = `env.${name}`;
  if (target === undefined || !from.some((edge) => edge.target.path === path)) {
    report('MW0408', { prop, got: `the address of ${target?.name ?? path}, which is not called` });
    return undefined;
  }
  if (part === 'host') return target.address;
  const port = portOf(target, portName);
  if (port === undefined) {
    const args = { target: target.name, ports: portsText(target) };
    report('MW0404', { prop, got: describe(portName), args });
    return undefined;
  }
  return part === 'port'
    ? String(port.number)
    : `${computeText(target.address, bracketed)}:${port.number}`;
}

/** An IPv6 address in the brackets that a port after it needs. */
function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
