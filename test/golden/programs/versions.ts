import { Chart, type App } from 'cdk8s';
import { Match, ResilientService, Scale } from '../../../constructs';

/** A weighted split, one version for a test user, and an autoscaler for each. */
export function build(app: App): void {
  const bookinfo = new Chart(app, 'bookinfo', { namespace: 'bookinfo' });

  const reviews = new ResilientService(bookinfo, 'reviews', {
    port: 9080,
    versions: {
      v1: { image: 'docker.io/istio/examples-bookinfo-reviews-v1:1.20.3', weight: 90 },
      v2: {
        image: 'docker.io/istio/examples-bookinfo-reviews-v2:1.20.3',
        when: Match.header('end-user').exactly('jason'),
        scale: Scale.fixed(2),
      },
      v3: { image: 'docker.io/istio/examples-bookinfo-reviews-v3:1.20.3', weight: 10 },
    },
    scale: Scale.between(3, 12, { cpuPercent: 70 }),
  });
  const productpage = new ResilientService(bookinfo, 'productpage', {
    image: 'docker.io/istio/examples-bookinfo-productpage-v1:1.20.3',
    port: 9080,
  });

  productpage.calls(reviews);
}
