import { Duration, type Chart } from 'cdk8s';
import { ResilientService, type Operations, type ResilientServiceProps } from '../../../constructs';
import type { PodRequests } from '../world/stage';

/** A pod of each version of `reviews`, and one of `orders`, which calls them through its proxy. */
export const REVIEWS_CALLED: PodRequests = [
  { of: 'reviews', version: 'v1' },
  { of: 'reviews', version: 'v2' },
  { of: 'orders', isProxied: true },
];

/** Longer than this machine may stand still: where no deadline is under test, none may decide. */
export const PATIENT = Duration.seconds(20);

/** A service on port 8080, of an image that nothing here runs, which may take its time. */
export function service<O extends Operations>(
  chart: Chart,
  id: string,
  props: ResilientServiceProps<O> = {},
): ResilientService<O> {
  const image = props.versions === undefined ? { image: `ghcr.io/acme/${id}:1.0.0` } : {};
  return new ResilientService(chart, id, { ...image, port: 8080, ownTime: PATIENT, ...props });
}
