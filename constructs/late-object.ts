import { ApiObject, JsonPatch, Lazy, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Json } from '../lib/read-back/difference';
import { Registry, type RenderedObject } from './registry';
import { plainManifestOf } from '../lib/synth/manifest';
import { refuseUnresolvedPatches } from '../lib/synth/unresolved';
import { renderWhile } from './rendering-order';

/** An object whose spec is known only when everything is declared. */
export interface LateObject {
  readonly id: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Undefined for what belongs to no namespace. */
  readonly namespace: string | undefined;
  readonly labels?: Readonly<Record<string, string>>;
  /** Labels that are known only when everything is declared. A label set by the user wins. */
  readonly lateLabels?: () => Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Annotations that are known only when everything is declared. */
  readonly lateAnnotations?: () => Readonly<Record<string, string>>;
  /** The spec; none for objects without. */
  readonly spec?: () => object;
  /** Further fields beside the spec. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Whether the object is rendered at all; always when unset. */
  readonly isPresent?: () => boolean;
}

/** Creates `object` under `scope`. */
export function lateObject(scope: Construct, object: LateObject): ApiObject {
  const created = new LateApiObject(scope, object);
  if (object.isPresent !== undefined) renderWhile(created, object.isPresent);
  return created;
}

class LateApiObject extends ApiObject implements RenderedObject {
  /** The construct of ours that the user wrote. */
  public readonly path: string;
  private readonly lateLabels: LateObject['lateLabels'];
  private readonly lateAnnotations: LateObject['lateAnnotations'];
  private readonly isNamespaced: boolean;
  private readonly ownLabels: LateObject['labels'];
  private readonly ownPatches: JsonPatch[] = [];
  private readonly registry: Registry;

  public constructor(scope: Construct, object: LateObject) {
    const { id, apiVersion, kind, name, namespace, labels, annotations, spec, fields } = object;
    const metadata = { name, namespace, labels, annotations } as ApiObjectMetadata;
    const produced = spec && (Lazy.any({ produce: spec }) as unknown);
    super(scope, id, { apiVersion, kind, metadata, spec: produced, ...fields });
    this.path = scope.node.path;
    this.lateLabels = object.lateLabels;
    this.lateAnnotations = object.lateAnnotations;
    this.isNamespaced = namespace !== undefined;
    this.ownLabels = labels;
    this.registry = Registry.of(this);
    this.registry.renders(this);
  }

  public override addJsonPatch(...patches: JsonPatch[]): void {
    this.ownPatches.push(...patches);
    this.registry.renderingChanged();
  }

  public override toJson(): unknown {
    const manifest = this.unpatched();
    if (this.ownPatches.length === 0) return manifest;
    refuseUnresolvedPatches(this, this.ownPatches);
    return JsonPatch.apply(manifest, ...this.ownPatches) as unknown;
  }

  public isChanged(): boolean {
    if (this.ownPatches.length > 0) return true;
    for (const key in this.ownLabels) {
      if (this.metadata.getLabel(key) !== this.ownLabels[key]) return true;
    }
    return false;
  }

  /** The object before anybody's patches, with the labels that it was made with. */
  public planned(): Json {
    const manifest = this.unpatched() as { metadata: { labels?: Record<string, string> } };
    if (this.ownLabels !== undefined) {
      manifest.metadata.labels = { ...manifest.metadata.labels, ...this.ownLabels };
    }
    return manifest;
  }

  public rendered(): Json {
    return this.toJson() as Json;
  }

  private unpatched(): unknown {
    for (const [key, value] of Object.entries(this.lateLabels?.() ?? {})) {
      if (this.metadata.getLabel(key) === undefined) this.metadata.addLabel(key, value);
    }
    for (const [key, value] of Object.entries(this.lateAnnotations?.() ?? {})) {
      this.metadata.addAnnotation(key, value);
    }
    const manifest = plainManifestOf(this) as { metadata: { namespace?: string } };
    // cdk8s gives every object the chart's namespace, also what belongs to none
    if (!this.isNamespaced) delete manifest.metadata.namespace;
    return manifest;
  }
}
