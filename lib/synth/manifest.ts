import {
  ApiObject,
  ApiObjectMetadataDefinition,
  ImplicitTokenResolver,
  JsonPatch,
  LazyResolver,
  NumberStringUnionResolver,
  type App,
} from 'cdk8s';
import { plainMap, UNUSUAL, type Fields } from './plain-value';
import { errorOfOutput, refuseUnresolvedPatches } from './unresolved';

/** The manifest of an object; a class of objects may have a way of its own to make it. */
export function manifestOf(object: ApiObject): unknown {
  refuseUnresolvedPatches(object);
  try {
    return object.toJson === ApiObject.prototype.toJson ? plainManifestOf(object) : object.toJson();
  } catch (error) {
    throw errorOfOutput(object, error) ?? error;
  }
}

/**
 * What `ApiObject.toJson` of cdk8s makes of an object, in one pass over its values.
 *
 * Whatever is unusual, from a resolver of the user's to a value that has to be refused, is left to cdk8s itself.
 */
export function plainManifestOf(object: ApiObject): unknown {
  if (!isUsual(object)) return ApiObject.prototype.toJson.call(object);
  try {
    return inOrder(patched(object));
  } catch {
    return ApiObject.prototype.toJson.call(object);
  }
}

const USUAL_RESOLVERS: readonly unknown[] = [
  LazyResolver,
  ImplicitTokenResolver,
  NumberStringUnionResolver,
];

function isUsual({ node, metadata }: ApiObject): boolean {
  const { resolvers } = node.root as App;
  return (
    resolvers.length === USUAL_RESOLVERS.length &&
    resolvers.every((resolver, i) => resolver.constructor === USUAL_RESOLVERS[i]) &&
    metadata.toJson === ApiObjectMetadataDefinition.prototype.toJson
  );
}

/** Reaches into fields that cdk8s keeps to itself; a version that has others is left to itself. */
function patched(object: ApiObject): Fields {
  const [props, patches] = [object['props'] as unknown, object['patches'] as unknown];
  if (typeof props !== 'object' || !Array.isArray(patches)) throw UNUSUAL;
  const sortsKeys = !process.env.CDK8S_DISABLE_SORT;
  const all = { ...props, metadata: metadataOf(object) };
  const fields = plainMap(all, { sortsKeys, dropsEmpty: false }) as Fields;
  if (patches.length === 0) return fields;
  return JsonPatch.apply(fields, ...(patches as readonly JsonPatch[])) as Fields;
}

function metadataOf({ metadata }: ApiObject): Fields | undefined {
  const hidden = metadata as unknown as Fields;
  const additional = hidden._additionalAttributes;
  if (typeof additional !== 'object') throw UNUSUAL;
  const { name, namespace } = metadata;
  const { annotations, finalizers, ownerReferences, labels } = hidden;
  const known = { name, namespace, annotations, finalizers, ownerReferences, labels };
  // a literal with a spread before other fields takes V8 twenty times as long
  return plainMap(Object.assign({}, additional, known), { sortsKeys: true, dropsEmpty: true });
}

const FIRST = ['apiVersion', 'kind', 'metadata'] as const;

function inOrder(fields: Fields): Fields {
  const keys = Object.keys(fields);
  if (FIRST.every((key, i) => keys[i] === key)) return fields;
  const result: Record<string, unknown> = {};
  for (const key of [...FIRST, ...keys]) {
    if (key in fields) result[key] = fields[key];
  }
  return result;
}
