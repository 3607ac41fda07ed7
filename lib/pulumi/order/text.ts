import type { Manifest } from '../manifest';

/** One object and what it waits for. */
export interface OrderStep {
  /** `Kind namespace/name`. */
  readonly object: string;
  readonly after: readonly string[];
}

/** An object as an order shows it: `Deployment shop/orders-v1`. */
export function objectText({ kind, metadata: { namespace, name } }: Manifest): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** The order as lines, first things first. */
export function orderText(steps: readonly OrderStep[]): string {
  return steps
    .map(({ object, after }) =>
      after.length === 0 ? object : `${object} after ${after.join(', ')}`,
    )
    .join('\n');
}
