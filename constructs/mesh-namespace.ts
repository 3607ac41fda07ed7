import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { API_VERSION } from '../lib/conventions/api-versions';
import { LABEL, MANAGED_BY } from '../lib/conventions/labels';
import { NAMESPACE_OBJECTS } from '../lib/conventions/names';
import type { NamespacePlan } from '../lib/namespace/plan';
import { declareProfile } from '../lib/traffic/declare-policy';
import type { Profile } from '../lib/traffic/profile';
import {
  namespaceLabels,
  renderNamespaceAuthorization,
  renderNamespacePeers,
  renderTelemetry,
} from './late';
import { lateObject, type LateObject } from './late-object';
import { namespaceOf } from './placement';
import { Registry } from './registry';
import { renderAtRank } from './rendering-order';

/** Props of a {@link MeshNamespace}. */
export interface MeshNamespaceProps {
  /**
   * A policy with a name, for every call to a service of the namespace that nothing nearer says otherwise of.
   *
   * @default - the mesh's profile
   */
  readonly profile?: Profile;
}

/**
 * Owns the namespace of its chart: injection, pod security, mutual TLS alone, and nobody may call anything.
 *
 * Without it a service protects its own workload and nothing else in the namespace. One namespace has one owner.
 */
export class MeshNamespace extends Construct {
  /** The Namespace. */
  public readonly namespace: ApiObject;

  private readonly registry: Registry;

  public constructor(scope: Construct, id: string, props: MeshNamespaceProps = {}) {
    super(scope, id);
    this.registry = Registry.of(this);
    const report = this.registry.report(this);
    const name = namespaceOf(this, report);
    const profile = declareProfile(report, 'profile', props.profile);
    this.registry.add('namespaces', [{ name, profile, path: this.node.path }]);
    this.registry.validate(this);
    renderAtRank(this, 'namespace');

    const labels = { [LABEL.managedBy]: MANAGED_BY };
    this.namespace = this.createNamespace(name);
    const objects: Omit<LateObject, 'name' | 'namespace' | 'labels'>[] = [
      {
        id: 'PeerAuthentication',
        apiVersion: API_VERSION.istioSecurity,
        kind: 'PeerAuthentication',
        spec: () => renderNamespacePeers(),
      },
      {
        id: 'AuthorizationPolicy',
        apiVersion: API_VERSION.istioSecurity,
        kind: 'AuthorizationPolicy',
        spec: () => renderNamespaceAuthorization(),
      },
      {
        id: 'Telemetry',
        apiVersion: API_VERSION.istioTelemetry,
        kind: 'Telemetry',
        spec: () => renderTelemetry(this.plan().tracing),
      },
    ];
    for (const object of objects) {
      lateObject(this, { ...object, name: NAMESPACE_OBJECTS, namespace: name, labels });
    }
  }

  private createNamespace(name: string): ApiObject {
    return lateObject(this, {
      id: 'Resource',
      apiVersion: API_VERSION.core,
      kind: 'Namespace',
      name,
      namespace: undefined,
      labels: { [LABEL.managedBy]: MANAGED_BY },
      lateLabels: () => namespaceLabels(this.plan()),
    });
  }

  private plan(): NamespacePlan {
    return this.registry.plan().namespaces.get(this.node.path) as NamespacePlan;
  }
}
