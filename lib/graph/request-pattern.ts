import { escapeRegex } from '../traffic/match';
import { hasToken } from '../values/token';

/** A request by method and path, with everything Istio needs to recognise it. */
export interface RequestPattern {
  /** HTTP methods; any when empty. */
  readonly methods: readonly string[];
  readonly path: PathPattern;
  /** A gRPC operation, which needs HTTP/2. */
  readonly isRpc: boolean;
}

/** One segment after the other: fixed text, or any one segment; at the end perhaps everything below. */
export interface PathPattern {
  readonly segments: readonly (string | typeof ANY_SEGMENT)[];
  readonly isOpen: boolean;
}

/** Any one path segment: `{name}`. */
export const ANY_SEGMENT = Symbol('any segment');

const METHOD = /^[A-Z]+$/;
const RPC = /^([A-Za-z_][\w.]*)\/([A-Za-z_]\w*|\*)$/;
// RFC 3986 pchar without the characters that templates use
const FIXED_SEGMENT = /^[A-Za-z0-9\-._~%!$&'()+,;:@=]*$/;
const TEMPLATE = /^\{[A-Za-z_]\w*\}$/;

/** The pattern that `request` writes down, or undefined where it is no request. */
export function parseRequest(request: string): RequestPattern | undefined {
  // overlaps are judged by what a path says
  if (hasToken(request)) return undefined;
  const rpc = RPC.exec(request);
  if (rpc) return rpcPattern(rpc[1] ?? '', rpc[2] ?? '');
  const [methods = '', path = '', ...rest] = request.split(' ');
  const names = methods.split(',');
  const pattern = parsePath(path);
  if (rest.length > 0 || pattern === undefined || !names.every((name) => METHOD.test(name))) {
    return undefined;
  }
  return { methods: [...names].sort(), path: pattern, isRpc: false };
}

/** The pattern of a path such as `/quotes/{id}` or `/static/*`, or undefined where it is none. */
export function parsePath(path: string): PathPattern | undefined {
  if (!path.startsWith('/') || hasToken(path)) return undefined;
  const parts = path.slice(1).split('/');
  const isOpen = parts.at(-1) === '*';
  const segments = isOpen ? parts.slice(0, -1) : parts;
  const isValid = segments.every((part) => TEMPLATE.test(part) || FIXED_SEGMENT.test(part));
  // two slashes in a row: Istio refuses them beside a template, pkg/config/security, CheckValidPathTemplate
  const isDoubled = parts.slice(0, -1).includes('');
  if (!isValid || isDoubled) return undefined;
  return { segments: segments.map((part) => (TEMPLATE.test(part) ? ANY_SEGMENT : part)), isOpen };
}

function rpcPattern(service: string, method: string): RequestPattern {
  const isOpen = method === '*';
  const segments = isOpen ? [service] : [service, method];
  return { methods: ['POST'], path: { segments, isOpen }, isRpc: true };
}

/** Whether the pattern has a segment that stands for any. */
function isTemplate({ segments }: PathPattern): boolean {
  return segments.includes(ANY_SEGMENT);
}

/** The pattern as AuthorizationPolicy's `paths` writes it. */
export function authorizationPath(path: PathPattern): string {
  const written = path.segments.map((segment) => (segment === ANY_SEGMENT ? '{*}' : segment));
  const end = isTemplate(path) ? '{**}' : '*';
  return `/${[...written, ...(path.isOpen ? [end] : [])].join('/')}`;
}

/** The pattern as a VirtualService's `uri` match writes it. */
export function uriMatch(
  path: PathPattern,
): { exact: string } | { prefix: string } | { regex: string } {
  if (isTemplate(path)) {
    const written = path.segments.map((segment) =>
      segment === ANY_SEGMENT ? '[^/]+' : escapeRegex(segment),
    );
    return { regex: `/${[...written, ...(path.isOpen ? ['.*'] : [])].join('/')}` };
  }
  const fixed = path.segments.map(String).join('/');
  if (!path.isOpen) return { exact: `/${fixed}` };
  return { prefix: path.segments.length === 0 ? '/' : `/${fixed}/` };
}

/** The pattern as users write it, for messages and route names. */
export function pathText(path: PathPattern): string {
  const written = path.segments.map((segment) => (segment === ANY_SEGMENT ? '{}' : segment));
  return `/${[...written, ...(path.isOpen ? ['*'] : [])].join('/')}`;
}

/** Negative where `a` is more specific than `b`: fixed before template, longer before shorter, closed before open. */
export function compareSpecificity(a: PathPattern, b: PathPattern): number {
  const length = Math.max(a.segments.length, b.segments.length);
  for (let index = 0; index < length; index += 1) {
    const order = segmentRank(a, index) - segmentRank(b, index);
    if (order !== 0) return order;
  }
  if (a.isOpen !== b.isOpen) return a.isOpen ? 1 : -1;
  return pathText(a) < pathText(b) ? -1 : Number(pathText(a) > pathText(b));
}

function segmentRank({ segments }: PathPattern, index: number): number {
  const segment = segments[index];
  if (segment === undefined) return 2;
  return segment === ANY_SEGMENT ? 1 : 0;
}

/** Whether some request fits both. */
export function requestsOverlap(a: RequestPattern, b: RequestPattern): boolean {
  const shareMethod =
    a.methods.length === 0 ||
    b.methods.length === 0 ||
    a.methods.some((method) => b.methods.includes(method));
  return shareMethod && pathsOverlap(a.path, b.path);
}

/** Whether some request path fits both patterns. */
export function pathsOverlap(a: PathPattern, b: PathPattern): boolean {
  const shared = Math.min(a.segments.length, b.segments.length);
  for (let index = 0; index < shared; index += 1) {
    const left = a.segments[index];
    const right = b.segments[index];
    if (!fitsSegment(left, right) && !fitsSegment(right, left)) return false;
  }
  // `/a/*` is what lies below: `/a/`, but not `/a`
  if (a.segments.length === b.segments.length) return a.isOpen === b.isOpen;
  return a.segments.length < b.segments.length ? a.isOpen : b.isOpen;
}

/** Whether every text of `inner` fits `outer`; a template stands for at least one character. */
function fitsSegment(
  outer: PathPattern['segments'][number] | undefined,
  inner: PathPattern['segments'][number] | undefined,
): boolean {
  return outer === inner || (outer === ANY_SEGMENT && inner !== '');
}

/** Whether every request path of `inner` fits `outer`. */
export function pathCovers(outer: PathPattern, inner: PathPattern): boolean {
  const isLongEnough = inner.segments.length >= outer.segments.length;
  const fits = outer.segments.every((segment, index) =>
    fitsSegment(segment, inner.segments[index]),
  );
  if (!isLongEnough || !fits) return false;
  if (inner.segments.length === outer.segments.length) return outer.isOpen === inner.isOpen;
  return outer.isOpen;
}

/** A request that fits the pattern. */
export function exampleOf({ methods, path }: RequestPattern): {
  readonly method: string;
  readonly path: string;
} {
  const segments = path.segments.map((segment) => (segment === ANY_SEGMENT ? 'any' : segment));
  return {
    method: methods[0] ?? 'GET',
    path: `/${[...segments, ...(path.isOpen ? ['any'] : [])].join('/')}`,
  };
}
