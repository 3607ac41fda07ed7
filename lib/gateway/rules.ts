import { reportAt, type Finding } from '../findings/finding';
import type { EdgePlan } from '../graph/edge';
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
    checkHosts(gateway, gateways.slice(0, index), findings);
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

/** The ports that a gateway listens on, that of the redirect included. */
function portsOf({ port, redirectsToHttps }: GatewayPlan): readonly number[] {
  return redirectsToHttps ? [port, PLAIN_PORT] : [port];
}
