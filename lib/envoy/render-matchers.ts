import type { RequestCondition } from '../graph/edge';
import { ANY_SEGMENT, type PathPattern } from '../graph/request-pattern';
import { escapeRegex, type StringMatch } from '../traffic/match';
import type { RequestSelection } from './request-selection';

/** A header comparison in Envoy's own notation. @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-headermatcher */
export type HeaderMatcher =
  | { readonly name: string; readonly present_match: true }
  | {
      readonly name: string;
      readonly string_match:
        | { readonly exact: string }
        | { readonly prefix: string }
        | { readonly safe_regex: { readonly regex: string } };
    };

/** Selects requests by headers, which is all that the filters look at. Every matcher must hold. */
export function renderMatchers(selection: RequestSelection): HeaderMatcher[] {
  const { request, caller, condition } = selection;
  return [
    ...(caller === undefined ? [] : [byRegex('x-forwarded-client-cert', callerRegex(caller))]),
    ...(request === undefined ? [] : methodMatchers(request.methods)),
    ...(request === undefined ? [] : [byRegex(':path', pathRegex(request.path))]),
    ...(condition === undefined ? [] : [conditionMatcher(condition)]),
  ];
}

/**
 * The identity of whoever is at the other end of the connection: the last element, which the server's proxy adds.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-client-cert
 */
function callerRegex(principal: string): string {
  return `.*URI=spiffe://${escapeRegex(principal)}(;[^,]*)?`;
}

function methodMatchers(methods: readonly string[]): HeaderMatcher[] {
  const [only, ...others] = methods;
  if (only === undefined) return [];
  if (others.length > 0) return [byRegex(':method', methods.join('|'))];
  return [{ name: ':method', string_match: { exact: only } }];
}

/** Envoy's `:path` carries the query too, which no pattern speaks about. */
export function pathRegex({ segments, isOpen }: PathPattern): string {
  const written = segments.map((segment) =>
    segment === ANY_SEGMENT ? '[^/?]+' : escapeRegex(segment),
  );
  const end = isOpen ? '[^?]*' : '';
  return `/${written.join('/')}${isOpen && written.length > 0 ? '/' : ''}${end}(\\?.*)?`;
}

function conditionMatcher({ subject, name, comparison }: RequestCondition): HeaderMatcher {
  if (subject === 'queryParameter') return byRegex(':path', queryRegex(name, comparison));
  switch (comparison.kind) {
    case 'present':
      return { name, present_match: true };
    case 'exact':
      return { name, string_match: { exact: comparison.value } };
    case 'prefix':
      return { name, string_match: { prefix: comparison.value } };
    case 'regex':
      return byRegex(name, comparison.value);
  }
}

function queryRegex(name: string, comparison: StringMatch): string {
  return `[^?]*\\?(.*&)?${encoded(name)}${queryValue(comparison)}(&.*)?`;
}

function queryValue(comparison: StringMatch): string {
  switch (comparison.kind) {
    case 'present':
      return '(=[^&]*)?';
    case 'exact':
      return `=${encoded(comparison.value)}`;
    case 'prefix':
      return `=${encoded(comparison.value)}[^&]*`;
    case 'regex':
      return `=(${comparison.value})`;
  }
}

function encoded(text: string): string {
  return escapeRegex(encodeURIComponent(text));
}

function byRegex(name: string, regex: string): HeaderMatcher {
  return { name, string_match: { safe_regex: { regex } } };
}
