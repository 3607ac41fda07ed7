import type { Ref } from '../support/reach';

/** A request as a caller sends it. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
}

/** One edge, written down by hand: what a reader of the stack would say that it declares. */
export interface DeclaredCall {
  readonly from: Ref;
  /** A Service. */
  readonly to: Ref;
  readonly port: number;
  /** Requests that are declared; undefined where everything is, and on TCP. */
  readonly requests?: readonly SentRequest[];
  /** The deadline that the caller gets; undefined on TCP. */
  readonly timeout?: string;
}

/** A GET request for `path`. */
export function get(path: string): SentRequest {
  return { method: 'GET', path };
}

/** The request of a gRPC call. */
export function rpc(operation: string): SentRequest {
  return { method: 'POST', path: `/hipstershop.${operation}` };
}

/** Requests that no service declares. */
export const UNDECLARED: readonly SentRequest[] = [
  get('/'),
  get('/undeclared'),
  { method: 'DELETE', path: '/details/7' },
  { method: 'POST', path: '/ratings/7' },
  get('/ratings/7/11'),
  rpc('PaymentService/Refund'),
];
