import { reportAt, type Finding } from '../findings/finding';
import type { EdgePlan } from '../graph/edge';
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
    const shared = gateway.hosts.find((host) => other.hosts.includes(host));
    if (shared === undefined || other.port !== gateway.port) continue;
    const got = `${shared} on ${gateway.port}, as ${other.path}`;
    reportAt(gateway.path, findings)('MW0507', { prop: 'hosts', got });
  }
}
