import type { Report } from '../findings/finding';
import type { ProtocolFamily } from '../workload/port';
import type { PolicyDeclaration } from './policy';

/** Options that were written, and the ports that they are for. */
export interface OptionsCheck {
  readonly own: PolicyDeclaration;
  readonly prefix: string;
  readonly family: ProtocolFamily;
  readonly hasHttp2: boolean;
}

/** Whether the protocols of a host know the options that were written for it. */
export function checkOptions(
  { own, prefix, family, hasHttp2 }: OptionsCheck,
  report: Report,
): void {
  const { connection, outlierDetection, retryBudget } = own;
  const isHttp = family === 'http';
  const needs: readonly (readonly [name: string, value: unknown, protocols: string])[] = [
    ...(isHttp
      ? []
      : ([
          ['connection.maxRequestsPerConnection', connection?.maxRequestsPerConnection, REQUESTS],
          ['retryBudget', retryBudget, REQUESTS],
        ] as const)),
    ...(hasHttp2
      ? []
      : ([
          ['connection.maxConcurrentStreams', connection?.maxConcurrentStreams, STREAMS],
          ['connection.http2Keepalive', connection?.http2Keepalive, STREAMS],
        ] as const)),
  ];
  for (const [name, value, protocols] of needs) {
    if (value === undefined) continue;
    report('MW0237', { prop: `${prefix}${name}`, got: `it on ${family}`, args: { protocols } });
  }
  for (const name of ['consecutive5xxErrors', 'consecutiveGatewayErrors'] as const) {
    if (isHttp || outlierDetection?.[name] === undefined) continue;
    const prop = `${prefix}outlierDetection.${name}`;
    report('MW0236', { prop, got: `${outlierDetection[name]} on ${family}` });
  }
}

const REQUESTS = 'a port of HTTP or gRPC';
const STREAMS = 'a port of gRPC or HTTP/2';
