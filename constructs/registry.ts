import type { IConstruct } from 'constructs';
import { checkExpiry } from '../lib/experiment/expiry';
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
import { judge, type Verdict } from '../lib/findings/suppress';
import type { Declarations } from '../lib/graph/declarations';
import type { Rendering } from '../lib/read-back/rules';
import { show } from '../lib/synth/inspection';
import { groupBy } from '../lib/values/group-by';
import type { SystemPlan } from '../lib/system/plan';
import { mayBeOutputs } from '../lib/values/token';
import { checkRenderings, checkSystem, planSystem } from './late';
import { leftOverOutputs } from './left-over-outputs';

/** An object of ours, which somebody may change after it was planned. */
export interface RenderedObject extends Pick<Rendering, 'path' | 'kind' | 'name'> {
  isChanged(): boolean;
  planned(): Rendering['planned'];
  rendered(): Rendering['rendered'];
}

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
    show(registry);
    provideFindings(root, registry);
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
    acceptances: [],
    experiments: [],
  };
  private readonly declared: Finding[] = [];
  private readonly validated = new Set<string>();
  private planned: SystemPlan | undefined;
  private readonly objects: RenderedObject[] = [];
  private judged: Verdict | undefined;
  private leftOver: readonly Finding[] | undefined;
  private errors:
    { of: readonly Finding[]; byPath: ReadonlyMap<string, readonly Finding[]> } | undefined;

  private constructor(private readonly root: IConstruct) {}

  /** Adds declarations to the list called `kind`. What was planned before no longer holds. */
  public add<K extends keyof Lists>(kind: K, declarations: readonly Lists[K][number][]): void {
    (this.lists[kind] as Lists[K][number][]).push(...declarations);
    this.planned = undefined;
    this.judged = undefined;
    this.leftOver = undefined;
  }

  /** Adds an object, to be read back when everything is planned. */
  public renders(object: RenderedObject): void {
    this.objects.push(object);
  }

  /** Some object will be rendered differently from now on. */
  public renderingChanged(): void {
    this.judged = undefined;
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
    if (this.validated.has(path)) return;
    this.validated.add(path);
    construct.node.addValidation({
      validate: () => (this.errorsByPath().get(path) ?? []).map(findingText),
    });
  }

  /** The plan of everything declared so far. */
  public plan(): SystemPlan {
    this.planned ??= planSystem(this.lists);
    return this.planned;
  }

  /** Everything there is to say about what was declared so far. */
  public findings(): readonly Finding[] {
    return this.verdict().findings;
  }

  /** The experiments that are over on `day`, which nothing but a caller with a clock knows. */
  public expired(day: string): readonly Finding[] {
    const found: Finding[] = [];
    checkExpiry(this.plan(), day, found);
    return sortFindings(found);
  }

  /** The findings, with those set apart that somebody accepts. */
  public verdict(): Verdict {
    this.judged ??= judge(this.found(), this.lists.acceptances);
    if (!mayBeOutputs() || isDeploying(this.root) || this.judged.findings.some(isError)) {
      return this.judged;
    }
    this.leftOver ??= leftOverOutputs(this.root);
    const findings = sortFindings([...this.judged.findings, ...this.leftOver]);
    return { ...this.judged, findings };
  }

  private found(): readonly Finding[] {
    const found = [...this.declared, ...checkSystem(this.lists, this.plan())];
    // what cannot be planned cannot be rendered either
    if (!found.some(isError)) checkRenderings(this.renderings(), found);
    return found;
  }

  private renderings(): readonly Rendering[] {
    return this.objects
      .filter((object) => object.isChanged())
      .map((object) => ({
        path: object.path,
        kind: object.kind,
        name: object.name,
        planned: object.planned(),
        rendered: object.rendered(),
      }));
  }

  private errorsByPath(): ReadonlyMap<string, readonly Finding[]> {
    const findings = this.findings();
    if (this.errors?.of !== findings) {
      this.errors = {
        of: findings,
        byPath: groupBy(findings.filter(isError), ({ path }) => path),
      };
    }
    return this.errors.byPath;
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
