// Look-around and back references are not RE2: Envoy refuses the whole configuration.
const NOT_RE2 = /\(\?<?[=!]|(?<!\\)(?:\\\\)*\\[1-9]/;

/** Envoy's regular expressions match the whole value (re2::FullMatch). */
export function matchesRegex(regex: string, value: string): boolean {
  if (NOT_RE2.test(regex)) throw new Error(`RE2 has no such syntax: ${regex}`);
  return new RegExp(`^(?:${regex})$`).test(value);
}

/** Text that stands for itself in a regular expression. */
export function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');
}

/**
 * The wildcard form of AuthorizationPolicy: exact, `prefix*`, `*suffix`, or `*` for anything
 * but nothing (istio: pilot/pkg/security/authz/matcher/string.go).
 */
export function matchesWildcard(pattern: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  if (pattern === '*') return value !== '';
  if (pattern.startsWith('*')) return value.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  return value === pattern;
}

/** A path as Envoy matches it: without query and fragment. */
export function barePath(path: string): string {
  return path.replace(/[?#].*$/s, '');
}

// The characters that Envoy's template operators match; those outside a URI are not among them
// (envoy: source/extensions/path/uri_template_lib/uri_template_internal.cc, kLiteral; `*` since
// envoyproxy/envoy#39169).
const SEGMENT_CHARACTERS = "a-zA-Z0-9\\-._~%!$&'()+,;:@=*";

export function isPathTemplate(path: string): boolean {
  return path.includes('{*}') || path.includes('{**}');
}

/**
 * A path template of AuthorizationPolicy: `{*}` is one non-empty segment, `{**}` anything,
 * also nothing, and the last operator (istio: pkg/config/security/security.go,
 * CheckValidPathTemplate).
 */
export function matchesPathTemplate(template: string, path: string): boolean {
  const segments = template.split('/');
  const textGlob = segments.indexOf('{**}');
  if (textGlob !== -1 && segments.slice(textGlob + 1).some((segment) => segment.includes('{'))) {
    throw new Error(`{**} is not the last operator: ${template}`);
  }
  const regex = segments.map((segment) => segmentRegex(segment, template)).join('/');
  return matchesRegex(regex, barePath(path));
}

function segmentRegex(segment: string, template: string): string {
  if (segment === '{*}') return `[${SEGMENT_CHARACTERS}]+`;
  if (segment === '{**}') return `[${SEGMENT_CHARACTERS}/]*`;
  if (/[{}*]/.test(segment)) throw new Error(`not a path template: ${template}`);
  return literal(segment);
}
