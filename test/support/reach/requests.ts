import type { Labels } from './kubernetes';
import type { Endpoint } from './registry';

/** One HTTP request, as a proxy sees it. */
export interface HttpRequest {
  readonly method: string;
  /** With its query, if any. */
  readonly path: string;
  readonly headers?: Labels;
  readonly authority?: string;
  readonly scheme?: string;
}

export type HttpCall = Endpoint & HttpRequest;

/** Header names are compared without regard to case. */
export function headerOf(request: HttpRequest, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(request.headers ?? {}).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

/** Names and values as they were sent: Envoy decodes neither, and the first value counts. */
export function queryParameterOf(request: HttpRequest, name: string): string | undefined {
  const query = request.path.split('#')[0]?.split('?').slice(1).join('?') ?? '';
  const pairs = query.split('&').map((pair) => {
    const [key = '', ...value] = pair.split('=');
    return { key, value: value.join('=') };
  });
  return query === '' ? undefined : pairs.find(({ key }) => key === name)?.value;
}
