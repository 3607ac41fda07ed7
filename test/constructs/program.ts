import { Chart } from 'cdk8s';
import { MeshApp } from '../../constructs';
import { systemOf, type DeclaredSystem } from '../../constructs/testing';
import { lines } from '../support/declare';
import { readManifests, verdict, type Request } from '../support/reach';

/** The system of a program as its users write it, in which nothing is wrong. */
export function program(build: (shop: Chart, app: MeshApp) => void): DeclaredSystem {
  const app = new MeshApp({ log: () => undefined });
  build(new Chart(app, 'shop', { namespace: 'shop' }), app);
  const system = systemOf(app);
  expect(lines(system)).toEqual([]);
  return system;
}

/** What the layers say of one request from a workload to a service of the shop. */
export function asked(
  systems: DeclaredSystem | readonly DeclaredSystem[],
  from: string,
  to: string,
  request: Partial<Request> = {},
): ReturnType<typeof verdict> {
  const manifests = [systems].flat().flatMap((system) => system.manifests());
  const [namespace = '', name = ''] = from.includes('/') ? from.split('/') : ['shop', from];
  return verdict(readManifests(manifests), {
    from: { namespace, name },
    port: 8080,
    ...request,
    to: { namespace: 'shop', name: to },
  });
}
