import { Construct } from 'constructs';
import { ANNOTATION } from '../lib/conventions/annotations';
import { API_VERSION } from '../lib/conventions/api-versions';
import { objectLabels } from '../lib/conventions/labels';
import {
  declareGateway,
  declareGatewayRoute,
  type GatewayRouteOptions,
  type MeshGatewayProps,
} from '../lib/gateway/declare';
import type { GatewayPlan } from '../lib/gateway/plan';
import type { Repeatability, ServiceOperation } from '../lib/graph/operation';
import { callTarget, type ICallable } from './callable';
import { renderGateway, renderGatewayRoutes } from './late';
import { lateObject } from './late-object';
import { namespaceOf } from './placement';
import { Registry } from './registry';
import { renderAtRank } from './rendering-order';

/** Options of a route to one operation, which says by itself which requests it is for. */
export type ExposeOptions<R extends Repeatability> = Omit<
  GatewayRouteOptions<'unsafe' extends R ? 'unreached' : 'unreached' | 'response'>,
  'methods'
>;

/**
 * The front door: hosts and routes of a gateway workload that exists.
 *
 * Routes repeat the version split, deadline and retries of what they lead to: Istio applies a service's own routes
 * to calls inside the mesh alone. What no route names stays outside.
 */
export class MeshGateway extends Construct {
  private readonly registry: Registry;

  public constructor(scope: Construct, id: string, props: MeshGatewayProps) {
    super(scope, id);
    this.registry = Registry.of(this);
    const report = this.registry.report(this);
    const place = { name: id, namespace: namespaceOf(this, report) };
    const declaration = declareGateway(place, props, report);
    const { name, namespace, plainTextReason } = declaration;
    this.registry.add('gateways', [{ ...declaration, path: this.node.path }]);
    this.registry.validate(this);
    renderAtRank(this, 'gateway');

    const common = {
      apiVersion: API_VERSION.istioNetworking,
      name,
      namespace,
      labels: objectLabels(name),
    };
    lateObject(this, {
      ...common,
      id: 'Resource',
      kind: 'Gateway',
      ...(plainTextReason !== undefined && {
        annotations: { [ANNOTATION.loosened('tls')]: plainTextReason },
      }),
      spec: () => renderGateway(this.plan()),
    });
    lateObject(this, {
      ...common,
      id: 'VirtualService',
      kind: 'VirtualService',
      isPresent: () => this.plan().routes.length > 0,
      spec: () => renderGatewayRoutes(this.plan()),
    });
  }

  /** Lets requests for `path` in, to `service` as a whole: `/checkout`, `/products/{id}`, or `/static/*` for all below. */
  public routes(path: string, service: ICallable, options: GatewayRouteOptions = {}): void {
    this.add(service, { requestPath: path, options });
  }

  /** Lets the requests of one operation in, with the retries that it can stand. */
  public exposes<R extends Repeatability>(
    operation: ServiceOperation<R>,
    options?: ExposeOptions<R>,
  ): void {
    this.add(operation, { requestPath: undefined, options: options ?? {} });
  }

  private add(
    target: ICallable | ServiceOperation,
    {
      requestPath,
      options,
    }: {
      readonly requestPath: string | undefined;
      readonly options: GatewayRouteOptions<'unreached' | 'response'>;
    },
  ): void {
    const report = this.registry.report(this);
    const found = callTarget(this, target, report);
    if (found === undefined) return;
    const { construct, operation } = found;
    const ends = {
      path: this.node.path,
      prop:
        operation === undefined
          ? `routes(${String(requestPath)})`
          : `exposes(${construct.node.id}.${operation.name})`,
      target: construct.node.path,
      operation: operation?.name,
      requestPath,
    };
    this.registry.add('gatewayRoutes', declareGatewayRoute(ends, options, report));
  }

  private plan(): GatewayPlan {
    return this.registry.plan().gateways.get(this.node.path) as GatewayPlan;
  }
}
