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
  checkHosts(gateways, findings);
  checkCertificates(gateways, findings);
  for (const gateway of gateways) {
    if (gateway.routes.length === 0) {
      reportAt(gateway.path, findings)('MW0508', { prop: 'routes', got: 'none' });
    }
    if (gateway.redirectsToHttps && gateway.port === PLAIN_PORT) {
      reportAt(gateway.path, findings)('MW0510', { prop: 'port', got: String(gateway.port) });
    }
    checkReach(gateway, findings);
  }
  for (const { path, prop, caller, target } of edges) {
    if (caller.kind !== 'gateway' || target.kind === 'service') continue;
    reportAt(path, findings)('MW0509', { prop, got: target.host });
  }
}

function checkHosts(gateways: readonly GatewayPlan[], findings: Finding[]): void {
  const servedBy = new Map<string, string[]>();
  for (const gateway of gateways) {
    const places = gateway.hosts.flatMap((host) =>
      portsOf(gateway).map((port) => `${host} on ${port}`),
    );
    const told = new Set<string>();
    for (const place of places) {
      for (const other of servedBy.get(place) ?? []) {
        if (told.has(other)) continue;
        told.add(other);
        const got = `${place}, as ${other}`;
        reportAt(gateway.path, findings)('MW0507', { prop: 'hosts', got });
      }
    }
    for (const place of new Set(places)) {
      servedBy.set(place, [...(servedBy.get(place) ?? []), gateway.path]);
    }
  }
}

/** A connection belongs to the gateway that its first host chose: whoever reuses it for another host is not passed on. */
function checkCertificates(gateways: readonly GatewayPlan[], findings: Finding[]): void {
  const presentedBy = new Map<string, string>();
  for (const { path, secret, port } of gateways) {
    if (secret === undefined) continue;
    const certificate = JSON.stringify([secret, port]);
    const other = presentedBy.get(certificate);
    if (other === undefined) presentedBy.set(certificate, path);
    else reportAt(path, findings)('MW0251', { prop: 'tls', got: `${secret}, as ${other}` });
  }
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
