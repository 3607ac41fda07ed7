import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { findingLine, type Finding } from '../findings/finding';
import { findingsAbout } from '../findings/source';
import { whileDeploying } from '../findings/left-over';
import { checkObjects } from './check';
import { annotated, type ObjectOptions } from './object-options';
import { askedOrders, outsideDependencies } from './order/asked';
import { planOrder } from './order/plan';
import { ownedFields } from './owned-fields';
import { errorsIn, renderedIn } from '../synth/render';
import { UnwritableValue } from '../synth/unresolved';
import { exposedReasons, tokensIn } from '../values/tokens-in';
import type { Manifest } from './manifest';

/** One object with everything decided that its resource needs. */
export interface PreparedObject {
  /** The object, or its chart where that has a way of its own to render. */
  readonly construct: IConstruct;
  readonly manifest: Manifest;
  readonly options: ObjectOptions;
  readonly owned: readonly string[];
  /** The objects that it comes after, by index. */
  readonly after: readonly number[];
}

/** Everything that is going to be deployed, or the errors that keep it from being deployed. */
export interface Preparation {
  readonly objects: readonly PreparedObject[];
  /** Indices of `objects`: each after those that it waits for. */
  readonly order: readonly number[];
  /** A line each. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** What a deployment is prepared with besides its objects. */
export interface Circumstances {
  /** What is asked about each object; nothing when undefined. */
  readonly choose?: (object: ApiObject, manifest: Manifest) => ObjectOptions | undefined;
  /** The day by which experiments are judged, written `2027-01-31`. */
  readonly day: string;
}

/** Checks, renders and orders everything in `scope`. It registers nothing. */
export function prepare(scope: IConstruct, circumstances: Circumstances): Preparation {
  return whileDeploying(scope.node.root, () => {
    try {
      return prepareAll(scope, circumstances);
    } catch (error) {
      if (!(error instanceof UnwritableValue)) throw error;
      return { objects: [], order: [], errors: [error.message], warnings: [] };
    }
  });
}

function prepareAll(scope: IConstruct, circumstances: Circumstances): Preparation {
  const declared = findingsAbout(scope.node.root, circumstances.day);
  const errors = declarationErrors(scope, declared);
  const warnings = linesOf(declared, 'warning');
  if (errors.length > 0) return { objects: [], order: [], errors, warnings };
  return { ...prepareObjects(scope, circumstances), warnings };
}

/** Warnings of dependencies that nothing is going to keep; `isDeployed` says what an earlier deployment has made. */
export function outsideWarnings(
  scope: IConstruct,
  { objects }: Preparation,
  isDeployed: (object: ApiObject) => boolean,
): readonly string[] {
  const constructs = objects.map(({ construct }) => construct);
  return linesOf(outsideDependencies(scope, constructs, isDeployed), 'warning');
}

function prepareObjects(
  scope: IConstruct,
  { choose }: Pick<Circumstances, 'choose'>,
): Omit<Preparation, 'warnings'> {
  const chosen = renderedIn(scope).map((rendered) => {
    const { construct } = rendered;
    const manifest = rendered.manifest as Manifest;
    const options = (ApiObject.isApiObject(construct) && choose?.(construct, manifest)) || {};
    return { construct, options, manifest: annotated(manifest, options, exposedIn(manifest)) };
  });
  const placed = chosen.map(({ construct, manifest }) => ({ path: construct.node.path, manifest }));
  const constructs = chosen.map(({ construct }) => construct);
  const plan = planOrder(placed, askedOrders(scope, constructs));
  const owned = ownedFields(placed.map(({ manifest }) => manifest));
  return {
    objects: chosen.map((each, self) => ({
      ...each,
      owned: owned.get(each.manifest) ?? [],
      after: plan.after[self] ?? [],
    })),
    order: plan.order,
    errors: linesOf([...checkObjects(placed), ...plan.findings], 'error'),
  };
}

/** Why a secret is shown in an object that is no Secret; undefined where nobody says that it may be. */
function exposedIn(manifest: Manifest): string | undefined {
  if (isSecret(manifest)) return undefined;
  const reasons = tokensIn(manifest).flatMap(({ text }) => exposedReasons(text));
  return reasons.length === 0 ? undefined : [...new Set(reasons)].sort().join('; ');
}

/** Whether `manifest` is the one kind of object that is made for secrets. */
export function isSecret({ apiVersion, kind }: Manifest): boolean {
  return apiVersion === 'v1' && kind === 'Secret';
}

/** Errors of the whole app, since it is planned as a whole, and what other constructs in `scope` say of themselves. */
function declarationErrors(scope: IConstruct, declared: readonly Finding[]): readonly string[] {
  return [...new Set([...linesOf(declared, 'error'), ...errorsIn(scope)])];
}

function linesOf(findings: readonly Finding[], level: Finding['level']): readonly string[] {
  return findings.filter((finding) => finding.level === level).map(findingLine);
}
