import { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { findingLine, type Finding, type FindingLevel } from '../../lib/findings/finding';
import type { EdgePlan } from '../../lib/graph/edge';
import { renderedOf } from '../../lib/synth/render';
import { Registry } from '../registry';
import { analysedSystem, type AnalysedSystem } from './analysed-system';

/** An object as it is rendered. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** One call and the policy it got. Times in milliseconds. */
export interface CallSummary {
  /** `namespace/name` of the caller; for a gateway or a caller from elsewhere, of its service account. */
  readonly from: string;
  /** `namespace/name` of what is called. */
  readonly to: string;
  /** The operation; undefined for the whole service or a path of a gateway. */
  readonly operation: string | undefined;
  readonly port: number;
  /** Undefined where the port carries no requests. */
  readonly deadlineMs: number | undefined;
  /** Repetitions after the first try; undefined where the port carries no requests. */
  readonly retries: number | undefined;
  /** Repetitions of a keyed operation without its key; undefined for any other. */
  readonly retriesWithoutKey: number | undefined;
}

/** What an app declares, resolved. */
export interface DeclaredSystem extends AnalysedSystem {
  /** Every finding, or those of one level, in a fixed order. */
  findings(level?: FindingLevel): readonly Finding[];
  /** Every call, in a fixed order. */
  calls(): readonly CallSummary[];
  /** Every object of every chart, in the order it is written. Throws where there is an error. */
  manifests(): readonly Manifest[];
  /** The object of this kind and name. Throws unless there is exactly one. */
  manifest(kind: string, name: string): Manifest;
}

/** The system that the app of `scope` declares. */
export function systemOf(scope: IConstruct): DeclaredSystem {
  const registry = Registry.of(scope);
  const manifests = (): readonly Manifest[] => {
    const errors = registry.findings().filter(({ level }) => level === 'error');
    if (errors.length > 0) throw new Error(errors.map(findingLine).join('\n'));
    return renderedOf(App.of(scope)).map(({ manifest }) => manifest as Manifest);
  };
  return {
    findings: (level) =>
      registry.findings().filter((finding) => level === undefined || finding.level === level),
    ...analysedSystem(registry),
    calls: () => registry.plan().graph.edges.map(summarize),
    manifests,
    manifest: (kind, name) => onlyManifest(manifests(), kind, name),
  };
}

function summarize(edge: EdgePlan): CallSummary {
  const { caller, target, operation, port, deadline, retries, retriesWithoutKey } = edge;
  return {
    from: `${caller.namespace}/${caller.name}`,
    to: `${target.namespace}/${target.name}`,
    operation,
    port: port.number,
    deadlineMs: deadline?.ms,
    retries: retries?.attempts,
    retriesWithoutKey: retriesWithoutKey?.attempts,
  };
}

function onlyManifest(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const [first, ...rest] = manifests.filter(
    (manifest) => manifest.kind === kind && manifest.metadata.name === name,
  );
  if (first !== undefined && rest.length === 0) return first;
  const there = manifests.map((manifest) => `${manifest.kind} ${manifest.metadata.name}`);
  throw new Error(
    `want exactly one ${kind} ${name}, got ${rest.length + (first ? 1 : 0)} in [${there.join(', ')}]`,
  );
}
