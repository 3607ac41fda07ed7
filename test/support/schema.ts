import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { typeMismatches } from './type-mismatches';

/** A Kubernetes object as it is rendered; whatever else it has is checked against its schema. */
export interface SchemaSubject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
}

/** One thing that the API server, or a reader of the schema, would not accept. */
export interface Problem {
  readonly kind: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly message: string;
}

/** What the schemas of Kubernetes, Istio and the Prometheus operator refuse: types, enums, missing fields, unknown kinds. */
export function schemaProblems(manifests: readonly SchemaSubject[]): Problem[] {
  const requests = manifests.map((manifest) => ({ model: modelOf(manifest), manifest }));
  const output = execFileSync(process.execPath, [join(__dirname, 'run-validators.mjs')], {
    input: JSON.stringify(requests),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const found = JSON.parse(output) as { index: number; message: string }[];
  return found.map(({ index, message }) => problem(manifests[index], message));
}

/**
 * Fields that the models do not declare, which the schemas let through: an API server drops them or refuses the object.
 *
 * Whatever else does not fit the model's interface is reported as well.
 */
export function unknownFields(manifests: readonly SchemaSubject[]): Problem[] {
  const literals = manifests.map((manifest) => ({ model: modelOf(manifest), value: manifest }));
  return typeMismatches(literals).map(({ index, message }) => problem(manifests[index], message));
}

function problem(manifest: SchemaSubject | undefined, message: string): Problem {
  if (manifest === undefined) throw new Error(`a problem about no manifest: ${message}`);
  const { kind, metadata } = manifest;
  return { kind, name: metadata?.name, namespace: metadata?.namespace, message };
}

/** The module that declares the model of a manifest. */
function modelOf({ apiVersion, kind }: SchemaSubject): string {
  const [group = ''] = apiVersion.split('/');
  return `${packageOf(group)}/${apiVersion}/${kind}`;
}

function packageOf(group: string): string {
  if (group.endsWith('.istio.io')) return '@kubernetes-models/istio';
  if (group === 'gateway.networking.k8s.io') return '@kubernetes-models/gateway-api';
  if (group === 'monitoring.coreos.com') return '@kubernetes-models/prometheus-operator';
  return 'kubernetes-models';
}
