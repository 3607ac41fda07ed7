import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { findingLine, findingText, type Finding } from '../findings/finding';
import { findingsAbout } from '../findings/source';
import { whileDeploying } from '../findings/left-over';
import { checkObjects } from './check';
import { annotated, type ObjectOptions } from './object-options';
import { objectsOf } from './objects-of';
import { askedOrders, outsideDependencies } from './order/asked';
import { planOrder } from './order/plan';
import { ownedFields } from './owned-fields';
import { exposedReasons, tokensIn } from '../values/tokens-in';
import type { Manifest } from './manifest';

/** One object with everything decided that its resource needs. */
export interface PreparedObject {
  readonly object: ApiObject;
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

/** What is asked about each object. */
export type ChooseOptions = (object: ApiObject, manifest: Manifest) => ObjectOptions | undefined;

/** Checks, renders and orders everything in `scope`. It registers nothing. */
export function prepare(
  scope: IConstruct,
  choose: ChooseOptions,
  isDeployed: (object: ApiObject) => boolean,
): Preparation {
  return whileDeploying(scope.node.root, () => {
    const declared = findingsAbout(scope.node.root);
    const errors = declarationErrors(scope, declared);
    const warnings = linesOf(declared, 'warning');
    if (errors.length > 0) return { objects: [], order: [], errors, warnings };
    return prepareObjects(scope, { choose, isDeployed, warnings });
  });
}

interface Choices {
  readonly choose: ChooseOptions;
  readonly isDeployed: (object: ApiObject) => boolean;
  readonly warnings: readonly string[];
}

function prepareObjects(scope: IConstruct, { choose, isDeployed, warnings }: Choices): Preparation {
  const chosen = objectsOf(scope).map(({ object, manifest }) => {
    const options = choose(object, manifest) ?? {};
    return { object, options, manifest: annotated(manifest, options, exposedIn(manifest)) };
  });
  const placed = chosen.map(({ object, manifest }) => ({ path: object.node.path, manifest }));
  const objects = chosen.map(({ object }) => object);
  const plan = planOrder(placed, askedOrders(scope, objects));
  const owned = ownedFields(placed.map(({ manifest }) => manifest));
  const missing = outsideDependencies(scope, objects, isDeployed);
  return {
    objects: chosen.map((each, self) => ({
      ...each,
      owned: owned.get(each.manifest) ?? [],
      after: plan.after[self] ?? [],
    })),
    order: plan.order,
    errors: linesOf([...checkObjects(placed), ...plan.findings], 'error'),
    warnings: [...warnings, ...linesOf(missing, 'warning')],
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
  const found = declared.filter(({ level }) => level === 'error');
  const known = new Set(found.map(findingText));
  const others = scope.node.findAll().flatMap(({ node }) =>
    node
      .validate()
      .filter((text) => !known.has(text))
      .map((text) => `[${node.path}] ${text}`),
  );
  return [...found.map(findingLine), ...others];
}

function linesOf(findings: readonly Finding[], level: Finding['level']): readonly string[] {
  return findings.filter((finding) => finding.level === level).map(findingLine);
}
