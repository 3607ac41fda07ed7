import type { Chart } from 'cdk8s';
import { ResilientService, type Operations, type ResilientServiceProps } from '../../../constructs';

/** A service on port 8080, of an image that nothing here runs. */
export function service<O extends Operations>(
  chart: Chart,
  id: string,
  props: ResilientServiceProps<O> = {},
): ResilientService<O> {
  const image = props.versions === undefined ? { image: `ghcr.io/acme/${id}:1.0.0` } : {};
  return new ResilientService(chart, id, { ...image, port: 8080, ...props });
}
