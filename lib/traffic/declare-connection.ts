import type { Report } from '../findings/finding';
import { readDuration, readRequiredDuration } from '../values/duration';
import { count, read, readObject } from '../values/read';
import type { ConnectionProps, Http2KeepaliveProps } from './connection';
import type { ConnectionDeclaration, Http2KeepaliveDeclaration } from './policy';

/** Valid values of `connection`, or undefined where it is not given. */
export function declareConnection(
  report: Report,
  prop: string,
  given: ConnectionProps | undefined,
): ConnectionDeclaration | undefined {
  const props = readObject(report, prop, given);
  if (props === undefined) return undefined;
  const duration = (name: 'connectTimeout' | 'idleTimeout' | 'maxConnectionDuration') =>
    readDuration(report, `${prop}.${name}`, props[name]);
  const number = (name: 'maxRequestsPerConnection' | 'maxConcurrentStreams') =>
    read(report, count, [`${prop}.${name}`, props[name]]);
  const tcp = readObject(report, `${prop}.tcpKeepalive`, props.tcpKeepalive);
  const http2 = readObject(report, `${prop}.http2Keepalive`, props.http2Keepalive);
  return {
    connectTimeoutMs: duration('connectTimeout'),
    idleTimeoutMs: duration('idleTimeout'),
    maxConnectionDurationMs: duration('maxConnectionDuration'),
    maxRequestsPerConnection: number('maxRequestsPerConnection'),
    maxConcurrentStreams: number('maxConcurrentStreams'),
    tcpKeepalive: tcp && {
      timeMs: readDuration(report, `${prop}.tcpKeepalive.time`, tcp.time),
      intervalMs: readDuration(report, `${prop}.tcpKeepalive.interval`, tcp.interval),
      probes: read(report, count, [`${prop}.tcpKeepalive.probes`, tcp.probes]),
    },
    http2Keepalive: http2 && declareHttp2Keepalive(report, `${prop}.http2Keepalive`, http2),
  };
}

function declareHttp2Keepalive(
  report: Report,
  prop: string,
  { interval, timeout }: Http2KeepaliveProps,
): Http2KeepaliveDeclaration | undefined {
  const intervalMs = readRequiredDuration(report, `${prop}.interval`, interval);
  const timeoutMs = readRequiredDuration(report, `${prop}.timeout`, timeout);
  return intervalMs === undefined || timeoutMs === undefined
    ? undefined
    : { intervalMs, timeoutMs };
}
