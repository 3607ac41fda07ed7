import type { Chart } from 'cdk8s';
import { Bookinfo } from '../../../stacks/bookinfo';
import { OnlineBoutique } from '../../../stacks/online-boutique';
import type { EdgePlan } from '../../../lib/graph/edge';
import { ANY_SEGMENT, type RequestPattern } from '../../../lib/graph/request-pattern';
import { send } from '../world/client';
import { GATEWAY_PORTS } from '../world/gateway';
import type { Request, Stage } from '../world/stage';
import { STRANGER } from '../world/stranger';
import { without } from './mutations';
import type { Play, Scenario } from './scenario';

async function run(play: Play): Promise<void> {
  const { stage, rows, predictions } = play;
  const gateway = await stage.addGateway();
  const edges = predictions.edges();
  const silent: string[] = [];
  for (const edge of edges) {
    if (!(await isAnswered(edge, { stage, gateway }))) silent.push(nameOf(edge));
  }
  rows.none(`of ${edges.length} declared calls, those that get no answer`, silent);
  await undeclaredPairs(play);
  await undeclaredRequests(play);
  await strangers(play);
}

/** Services that call what they do not declare. */
async function undeclaredPairs({ stage, rows, predictions }: Play): Promise<void> {
  const edges = predictions.edges();
  const services = predictions.services();
  const pairs = services.flatMap((from) =>
    services
      .filter((to) => stage.isCallable(to))
      .filter(
        (to) => !edges.some(({ caller, target }) => caller.name === from && target.name === to),
      )
      .map((to) => [from, to] as const),
  );
  const arrived: string[] = [];
  for (const [from, to] of pairs) {
    stage.arrivals(to);
    await stage.send(from, to);
    if (stage.arrivals(to).length > 0) arrived.push(`${from}→${to}`);
  }
  rows.none(
    `of ${pairs.length} undeclared pairs of services, those that reach each other`,
    arrived,
  );
}

/** Callers that ask for more than they declare. */
async function undeclaredRequests({ stage, rows, predictions }: Play): Promise<void> {
  const edges = predictions
    .edges()
    .filter(({ caller, request }) => caller.kind === 'service' && request !== undefined);
  const arrived: string[] = [];
  for (const edge of edges) {
    stage.arrivals(edge.target.name);
    await ask(stage, edge.caller.name, {
      ...edge,
      asked: { method: 'PATCH', path: '/undeclared/7' },
    });
    if (stage.arrivals(edge.target.name).length > 0) arrived.push(nameOf(edge));
  }
  rows.none(`undeclared requests by ${edges.length} declared callers that arrive`, arrived);
}

/** A workload with an identity that nobody declares, and a proxy that knows every host. */
async function strangers({ stage, rows, predictions }: Play): Promise<void> {
  await stage.add([{ of: STRANGER, isProxied: true }]);
  const edges = predictions.edges();
  const arrived: string[] = [];
  for (const edge of edges) {
    stage.arrivals(edge.target.name);
    await ask(stage, STRANGER, { ...edge, asked: requestOf(edge.request) });
    if (stage.arrivals(edge.target.name).length > 0) arrived.push(edge.target.name);
  }
  rows.none(
    `of ${edges.length} calls by a workload that nobody declares, those that arrive`,
    arrived,
  );
}

async function isAnswered(
  { caller, target, port, request }: EdgePlan,
  { stage, gateway }: { readonly stage: Stage; readonly gateway: string },
): Promise<boolean> {
  const asked = requestOf(request);
  if (caller.kind === 'gateway') {
    const call = { host: 'anything.example.com', port: GATEWAY_PORTS.http, ...asked };
    return (await send(gateway, call)).status === 200;
  }
  return ask(stage, caller.name, { target, port, asked });
}

interface Asked extends Pick<EdgePlan, 'target' | 'port'> {
  readonly asked: Request;
}

/** Whether a target answers a service, in the protocol of its port. */
async function ask(stage: Stage, from: string, { target, port, asked }: Asked): Promise<boolean> {
  if (port.family === 'tcp') return stage.connects(from, target.name);
  return port.protocol === 'grpc'
    ? (await stage.sendRpc(from, target.name, asked.path ?? '/')).status === 0
    : (await stage.send(from, target.name, asked)).status === 200;
}

function requestOf(request: RequestPattern | undefined): Request {
  if (request === undefined) return { method: 'GET', path: '/' };
  const { segments, isOpen } = request.path;
  const written = segments.map((segment) => (segment === ANY_SEGMENT ? '7' : segment));
  return {
    method: request.methods[0] ?? 'GET',
    path: `/${[...written, ...(isOpen ? ['below'] : [])].join('/')}`,
  };
}

function nameOf({ caller, target, operation }: EdgePlan): string {
  return `${caller.name}→${target.name}.${operation ?? 'any'}`;
}

function application(
  name: string,
  { title, declare }: { readonly title: string; readonly declare: (chart: Chart) => void },
): Scenario {
  return {
    name,
    title,
    declare,
    pods: 'one of each',
    run,
    mutation: {
      weakens: 'the workloads admit nobody, as without their own policies',
      apply: (manifests) =>
        without('AuthorizationPolicy')(manifests).concat(
          manifests.filter(
            ({ kind, metadata }) => kind === 'AuthorizationPolicy' && metadata.name === 'default',
          ),
        ),
    },
  };
}

/** The bookshop, with everything that it declares. */
export const bookinfo = application('bookinfo', {
  title: 'Bookinfo: every declared call, and no other',
  declare: (chart) => void new Bookinfo(chart, 'app'),
});

/** The shop of ten services, with everything that it declares. */
export const onlineBoutique = application('online-boutique', {
  title: 'Online Boutique: every declared call, and no other',
  declare: (chart) => void new OnlineBoutique(chart, 'app'),
});
