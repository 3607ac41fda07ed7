import type { Chart } from 'cdk8s';
import { Mesh, MeshNamespace, PodHardening, ResilientService } from '../../constructs';
import type { FindingCode } from '../../lib/findings/catalogue';

export const expected: readonly FindingCode[] = ['MW0303'];

export function build(chart: Chart): void {
  new Mesh(chart, 'mesh', { redirection: 'cni' });
  new MeshNamespace(chart, 'namespace');
  new ResilientService(chart, 'orders', {
    image: 'ghcr.io/acme/orders:2.0.0',
    port: 8080,
    pod: PodHardening.rootUser('binds port 80'),
  });
}
