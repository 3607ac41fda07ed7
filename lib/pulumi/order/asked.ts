import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { reportAt, type Finding } from '../../findings/finding';
import { groupBy } from '../../values/group-by';
import type { AskedOrder } from './plan';

interface Dependency {
  readonly source: IConstruct;
  readonly target: IConstruct;
}

/** The dependencies between constructs of `scope` that the user declared, as groups of what they render by index. */
export function askedOrders(
  scope: IConstruct,
  rendering: readonly IConstruct[],
): readonly AskedOrder[] {
  const indices = groupBy(
    [...rendering.keys()],
    (index): IConstruct | undefined => rendering[index],
  );
  const below = (construct: IConstruct): readonly number[] =>
    construct.node.findAll().flatMap((each) => indices.get(each) ?? []);
  return dependenciesIn(scope).map(({ source, target }) => {
    const dependencies = below(target);
    const own = new Set(dependencies);
    return { dependents: below(source).filter((self) => !own.has(self)), dependencies };
  });
}

/** Objects outside of `scope` that `self` comes after, since the user said so of it or of a construct around it. */
export function outsideObjects(scope: IConstruct, self: IConstruct): readonly ApiObject[] {
  return self.node.scopes
    .filter((construct) => construct.node.scopes.includes(scope) || construct === self)
    .flatMap((construct) => construct.node.dependencies)
    .filter((target) => !target.node.scopes.includes(scope))
    .flatMap(objectsBelow);
}

/** Dependencies on what is neither in `scope` nor deployed. */
export function outsideDependencies(
  scope: IConstruct,
  rendering: readonly IConstruct[],
  isDeployed: (object: ApiObject) => boolean,
): readonly Finding[] {
  const inside = new Set(rendering);
  const isMade = (object: ApiObject): boolean =>
    isDeployed(object) || object.node.scopes.some((each) => inside.has(each));
  const findings: Finding[] = [];
  for (const { source, target } of dependenciesIn(scope)) {
    const missing = objectsBelow(target).some((each) => !isMade(each));
    if (!missing) continue;
    const details = { prop: 'node.addDependency', got: target.node.path };
    reportAt(source.node.path, findings)('MW0911', details);
  }
  return findings;
}

function dependenciesIn(scope: IConstruct): readonly Dependency[] {
  return scope.node
    .findAll()
    .flatMap((source) => source.node.dependencies.map((target) => ({ source, target })));
}

function objectsBelow(construct: IConstruct): readonly ApiObject[] {
  return construct.node.findAll().filter((each) => ApiObject.isApiObject(each));
}
