import { reportAt, type Finding } from '../findings/finding';
import type { EdgePlan } from '../graph/edge';
import { pathText, type RequestPattern } from '../graph/request-pattern';
import { PLAIN_PORT } from './gateway-tls';
import type { GatewayPlan } from './plan';

/** Whether each gateway leads somewhere, and each host through one gateway. */
export function checkGateways(
  gateways: readonly GatewayPlan[],
  edges: readonly EdgePlan[],
  findings: Finding[],
): void {
  gateways.forEach((gateway, index) => {
    if (gateway.routes.length === 0) {
      reportAt(gateway.path, findings)('MW0508', { prop: 'routes', got: 'none' });
    }
    if (gateway.redirectsToHttps && gateway.port === PLAIN_PORT) {
      reportAt(gateway.path, findings)('MW0510', { prop: 'port', got: String(gateway.port) });
    }
    checkHosts(gateway, gateways.slice(0, index), findings);
    checkCertificate(gateway, gateways.slice(0, index), findings);
    checkReach(gateway, findings);
  });
  for (const { path, prop, caller, target } of edges) {
    if (caller.kind !== 'gateway' || target.kind === 'service') continue;
    reportAt(path, findings)('MW0509', { prop, got: target.host });
  }
}

function checkHosts(
  gateway: GatewayPlan,
  earlier: readonly GatewayPlan[],
  findings: Finding[],
): void {
  for (const other of earlier) {
    const host = gateway.hosts.find((each) => other.hosts.includes(each));
    const port = portsOf(gateway).find((each) => portsOf(other).includes(each));
    if (host === undefined || port === undefined) continue;
    const got = `${host} on ${port}, as ${other.path}`;
    reportAt(gateway.path, findings)('MW0507', { prop: 'hosts', got });
  }
}

/** A connection belongs to the gateway that its first host chose: whoever reuses it for another host is not passed on. */
function checkCertificate(
  { path, secret, port }: GatewayPlan,
  earlier: readonly GatewayPlan[],
  findings: Finding[],
): void {
  if (secret === undefined) return;
  const other = earlier.find((each) => each.secret === secret && each.port === port);
  if (other === undefined) return;
  reportAt(path, findings)('MW0251', { prop: 'tls', got: `${secret}, as ${other.path}` });
}

/** The ports that a gateway listens on, that of the redirect included. */
function portsOf({ port, redirectsToHttps }: GatewayPlan): readonly number[] {
  return redirectsToHttps ? [port, PLAIN_PORT] : [port];
}

/** The first of two routes for the same requests takes all of them. */
function checkReach({ path, routes }: GatewayPlan, findings: Finding[]): void {
  const taken = new Map<string, string>();
  for (const { name, match } of routes) {
    const requests = JSON.stringify([requestText(match.request), match.conditions]);
    const first = taken.get(requests);
    if (first === undefined) taken.set(requests, name);
    else reportAt(path, findings)('MW0512', { prop: 'routes', got: `${name}, behind ${first}` });
  }
}

function requestText(request: RequestPattern | undefined): string {
  return request === undefined ? '' : `${request.methods.join(',')} ${pathText(request.path)}`;
}
