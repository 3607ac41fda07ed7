import type { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { Address } from '../lib/graph/address';
import {
  declareCall,
  declareCaller,
  type AnyCallOptions,
  type CallerDeclaration,
  type CallOptions,
} from '../lib/graph/declare-call';
import { declareService, type ServiceProps } from '../lib/graph/declare-service';
import {
  bindOperations,
  type Operations,
  type Repeatability,
  type ServiceOperation,
  type ServiceOperations,
} from '../lib/graph/operation';
import type { Caller } from '../lib/security/identity';
import type { ServicePlan } from '../lib/system/plan';
import {
  addressOf,
  callTarget,
  markCallable,
  type AddressOptions,
  type ICallable,
} from './callable';
import { declaresHostPolicy } from '../lib/traffic/host-policy';
import { createEdgeRules } from './destination-objects';
import { createPolicyObjects } from './policy-objects';
import { namespaceOf } from './placement';
import { Registry } from './registry';
import { renderAtRank } from './rendering-order';
import { createWorkloadObjects, type WorkloadObjects } from './workload-objects';

/** Options of a call to one operation, which names what is called. */
export type OperationCallOptions<R extends Repeatability> = Omit<CallOptions<R>, 'operations'>;

/** Props of a {@link ResilientService}. */
export type ResilientServiceProps<O extends Operations = Operations> = ServiceProps<O>;

/**
 * A workload that others may call, and everything that keeps the calls alive and everybody else out.
 *
 * Its id is the name of its objects, its chart's namespace theirs. Without a port it only calls.
 */
export class ResilientService<O extends Operations = Operations>
  extends Construct
  implements ICallable
{
  /** What the service does, as targets of calls. */
  public readonly operations: ServiceOperations<O>;

  /** The workload of each version, by its name. */
  public readonly workloads: Readonly<Record<string, ApiObject>>;

  /** The Kubernetes Service; undefined without a port. */
  public readonly service: ApiObject | undefined;

  private readonly registry: Registry;
  private readonly ruled = new Set<ICallable>();

  public constructor(scope: Construct, id: string, props: ResilientServiceProps<O>) {
    super(scope, id);
    this.registry = Registry.of(this);
    const report = this.registry.report(this);
    const place = { name: id, namespace: namespaceOf(this, report) };
    const declaration = declareService(place, props, report);
    this.registry.add('services', [{ ...declaration, path: this.node.path }]);
    this.registry.validate(this);
    markCallable(this);
    renderAtRank(this, 'service');

    this.operations = bindOperations(this, props.operations);
    const plan = (): ServicePlan => this.plan();
    createPolicyObjects(this, declaration, plan);
    const objects: WorkloadObjects = createWorkloadObjects(this, declaration, plan);
    this.workloads = objects.workloads;
    this.service = objects.service;
  }

  /** The workload of a service with one version, or of the first by name. */
  public get deployment(): ApiObject {
    const [first] = Object.values(this.workloads);
    if (first === undefined) throw new Error(`${this.node.path} has no workload`);
    return first;
  }

  /**
   * Declares that this service calls one operation, and how.
   *
   * Retries that an unsafe operation cannot stand do not compile.
   */
  public calls<R extends Repeatability>(
    target: ServiceOperation<R>,
    options?: OperationCallOptions<R>,
  ): void;
  /** Declares that this service calls another, a data store or something outside, as a whole or some operations of it. */
  public calls<R extends Repeatability = 'unsafe'>(
    target: ICallable,
    options?: CallOptions<R>,
  ): void;
  public calls(target: ICallable | ServiceOperation, options: AnyCallOptions = {}): void {
    const report = this.registry.report(this);
    const found = callTarget(this, target, report);
    if (found === undefined) return;
    const { construct, operation } = found;
    const { path } = this.node;
    const ends = {
      path,
      prop: `calls(${construct.node.id}${operation === undefined ? '' : `.${operation.name}`})`,
      caller: { kind: 'service', path } as const,
      target: construct.node.path,
      operations: operation === undefined ? namedOperations(options) : [operation],
    };
    const calls = declareCall(ends, options, report);
    this.registry.add('calls', calls);
    // the rule of a service of this app reaches every caller; where it does for anything else, the plan knows
    if (construct instanceof ResilientService && !calls.some(declaresHostPolicy)) return;
    this.createRulesOf(construct);
  }

  /** Admits a caller that is declared elsewhere. Its own side is a {@link ServiceReference}. */
  public permits<R extends Repeatability = 'unsafe'>(
    caller: Caller,
    options?: CallOptions<R>,
  ): void;
  public permits(caller: Caller, options: AnyCallOptions = {}): void {
    const report = this.registry.report(this);
    const declared = declareCaller(report, caller);
    if (declared === undefined) return;
    const { path } = this.node;
    const ends = {
      path,
      prop: `permits(${callerName(declared)})`,
      caller: declared,
      target: path,
      operations: namedOperations(options),
    };
    this.registry.add('calls', declareCall(ends, options, report));
  }

  public address(options?: AddressOptions): Address {
    return addressOf(this, options);
  }

  /** Objects that appear once the plan says that the policy of a call is not that of the host it goes to. */
  private createRulesOf(target: ICallable): void {
    if (this.ruled.has(target)) return;
    this.ruled.add(target);
    const report = this.registry.report(this);
    const placeOf = (construct: IConstruct): { name: string; namespace: string } => ({
      name: construct.node.id,
      namespace: namespaceOf(construct, report),
    });
    const { path } = target.node;
    const ends = { caller: placeOf(this), target: { path, ...placeOf(target) } };
    createEdgeRules(this, ends, () => this.plan());
  }

  private plan(): ServicePlan {
    return this.registry.plan().services.get(this.node.path) as ServicePlan;
  }
}

function namedOperations(options: AnyCallOptions): readonly ServiceOperation[] | undefined {
  return (options as CallOptions<Repeatability>).operations;
}

function callerName(caller: CallerDeclaration): string {
  return caller.kind === 'service' ? caller.path : (caller.serviceAccount ?? caller.namespace);
}
