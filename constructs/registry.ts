import type { IConstruct } from 'constructs';
import {
  findingLine,
  findingText,
  reportAt,
  sortFindings,
  type Finding,
  type Report,
} from '../lib/findings/finding';
import { isDeploying } from '../lib/findings/left-over';
import { provideFindings } from '../lib/findings/source';
import type { Declarations } from '../lib/graph/declarations';
import { checkSystem } from '../lib/system/check';
import { planSystem, type SystemPlan } from '../lib/system/plan';
import { areThereTokens } from '../lib/values/token';
import { leftOverTokens } from './left-over-tokens';

type Lists = { -readonly [K in keyof Declarations]: Declarations[K][number][] };

/** Everything that the constructs of one app declare, and the plan of it. */
export class Registry {
  /** The registry of the app that `scope` belongs to. */
  public static of(scope: IConstruct): Registry {
    const { root } = scope.node;
    const known = Registry.byRoot.get(root);
    if (known !== undefined) return known;
    const registry = new Registry(root);
    Registry.byRoot.set(root, registry);
    provideFindings(root, () => registry.findings());
    root.node.addValidation({ validate: () => registry.homelessErrors() });
    return registry;
  }

  private static readonly byRoot = new WeakMap<IConstruct, Registry>();

  private readonly lists: Lists = {
    meshes: [],
    namespaces: [],
    services: [],
    references: [],
    externals: [],
    calls: [],
    gateways: [],
    gatewayRoutes: [],
  };
  private readonly declared: Finding[] = [];
  private readonly validated = new Set<string>();
  private planned: SystemPlan | undefined;
  private checked: readonly Finding[] | undefined;
  private leftOver: readonly Finding[] | undefined;

  private constructor(private readonly root: IConstruct) {}

  /** Adds declarations to the list called `kind`. What was planned before no longer holds. */
  public add<K extends keyof Lists>(kind: K, declarations: readonly Lists[K][number][]): void {
    (this.lists[kind] as Lists[K][number][]).push(...declarations);
    this.planned = undefined;
    this.checked = undefined;
    this.leftOver = undefined;
  }

  /** Reports what is certain from one construct's props, and lets cdk8s print every error about it. */
  public report(construct: IConstruct): Report {
    const { path } = construct.node;
    return reportAt(path, this.declared);
  }

  /** Makes cdk8s fail on the errors about `construct`, together with all others. */
  public validate(construct: IConstruct): void {
    const { path } = construct.node;
    this.validated.add(path);
    construct.node.addValidation({
      validate: () =>
        this.findings()
          .filter((finding) => finding.path === path && isError(finding))
          .map(findingText),
    });
  }

  /** The plan of everything declared so far. */
  public plan(): SystemPlan {
    this.planned ??= planSystem(this.lists);
    return this.planned;
  }

  /** Everything there is to say about what was declared so far. */
  public findings(): readonly Finding[] {
    this.checked ??= sortFindings([...this.declared, ...checkSystem(this.lists, this.plan())]);
    const { checked } = this;
    if (!areThereTokens() || isDeploying(this.root) || checked.some(isError)) return checked;
    this.leftOver ??= leftOverTokens(this.root);
    return sortFindings([...checked, ...this.leftOver]);
  }

  /** Errors about objects of constructs that are not ours, and so say nothing about themselves. */
  private homelessErrors(): string[] {
    return this.findings()
      .filter((finding) => isError(finding) && !this.validated.has(finding.path))
      .map(findingLine);
  }
}

function isError({ level }: Finding): boolean {
  return level === 'error';
}
