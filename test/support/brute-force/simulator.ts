import type { EdgeModel, RetriesModel, SystemModel } from '../../../lib/graph/model';
import type { Adversary, Try } from './adversary';
import { Clock } from './clock';
import { RetryBudgets } from './retry-budgets';

/** What happened. */
export interface History {
  /** Tries towards each node, whether or not they arrived. */
  readonly tries: ReadonlyMap<string, number>;
  /** Requests that each node began to work on. */
  readonly arrivals: ReadonlyMap<string, number>;
  /** The longest that one call of each edge took, until its caller had an answer. */
  readonly longest: ReadonlyMap<string, number>;
  /** The most that callees worked on after the tries of one call of each edge had been given up, together. */
  readonly orphaned: ReadonlyMap<string, number>;
}

/** How much happens. */
export interface Extent {
  /** Units of work that begin at the entry, one each millisecond. */
  readonly requests?: number;
  /** Calls in a row, after which a node calls nobody; a circle of calls would have no end otherwise. */
  readonly depth?: number;
}

/** Lets one unit of work begin at `entry`, or several, and everything happen that follows. */
export function simulateRequest(
  model: SystemModel,
  entry: string,
  adversary: Adversary,
  { requests = 1, depth = Infinity }: Extent = {},
): History {
  const simulation = new Simulation(model, adversary);
  const begin = (left: number): void => {
    simulation.serve(entry, { depth, isPeer: false }, () => undefined);
    if (left > 1) simulation.clock.after(1, () => begin(left - 1));
  };
  begin(requests);
  simulation.clock.run();
  return simulation;
}

type Done = (isWell: boolean) => void;

interface Served {
  readonly depth: number;
  /** Whether a pod of the same service asks, which goes no further. */
  readonly isPeer: boolean;
}

/** One call through the caller's proxy. */
interface MeshCall {
  readonly edge: EdgeModel;
  readonly client: number;
  readonly depth: number;
  isOver: boolean;
  /** When the deadline is over; what is under way then is given up. */
  giveUp: () => void;
  orphanedMs: number;
}

class Simulation implements History {
  public readonly clock = new Clock();
  public readonly tries = new Map<string, number>();
  public readonly arrivals = new Map<string, number>();
  public readonly longest = new Map<string, number>();
  public readonly orphaned = new Map<string, number>();
  private readonly budgets = new RetryBudgets();

  public constructor(
    private readonly model: SystemModel,
    private readonly adversary: Adversary,
  ) {}

  /** The node works for itself, then makes its calls step by step, and answers. */
  public serve(id: string, { depth, isPeer }: Served, done: Done): void {
    count(this.arrivals, id);
    const node = this.model.nodes.find((each) => each.id === id);
    if (node === undefined) throw new Error(`no ${id}`);
    const edges = this.model.edges.filter(
      ({ from, to }) => from === id && depth > 0 && !(isPeer && to === id),
    );
    this.clock.after(this.adversary.ownMs(node), () =>
      this.takeSteps(stepsOf(edges), depth - 1, done),
    );
  }

  private takeSteps([step, ...rest]: readonly EdgeModel[][], depth: number, done: Done): void {
    if (step === undefined) {
      done(true);
      return;
    }
    let open = step.length;
    let isWell = true;
    for (const edge of step) {
      this.callByClient(edge, { client: 0, depth }, (isAnswered) => {
        isWell &&= isAnswered || edge.fallback !== undefined;
        open -= 1;
        if (open > 0) return;
        if (isWell) this.takeSteps(rest, depth, done);
        else done(false);
      });
    }
  }

  private callByClient(
    edge: EdgeModel,
    { client, depth }: Pick<MeshCall, 'client' | 'depth'>,
    done: Done,
  ): void {
    this.callByMesh(edge, { client, depth }, (isWell) => {
      if (isWell || client === edge.clientRetries) done(isWell);
      else this.callByClient(edge, { client: client + 1, depth }, done);
    });
  }

  /** One call through the caller's proxy, which answers once: after the last try, or at the deadline. */
  private callByMesh(
    edge: EdgeModel,
    { client, depth }: Pick<MeshCall, 'client' | 'depth'>,
    done: Done,
  ): void {
    const start = this.clock.now;
    const call: MeshCall = {
      ...{ edge, client, depth, isOver: false, orphanedMs: 0 },
      giveUp: () => undefined,
    };
    const finish: Done = (isWell) => {
      if (call.isOver) return;
      call.isOver = true;
      most(this.longest, edge.id, this.clock.now - start);
      done(isWell);
    };
    this.clock.after(edge.deadline?.ms ?? Infinity, () => {
      if (call.isOver) return;
      call.giveUp();
      finish(false);
    });
    const attempt = (mesh: number): void => {
      if (call.isOver) return;
      this.tryOnce(call, mesh, (failure) => {
        if (failure === undefined) finish(true);
        else if (!this.isRepeated(edge, mesh, failure)) finish(false);
        else this.clock.after(this.adversary.pauseMs(edge, mesh + 1), () => attempt(mesh + 1));
      });
    };
    attempt(0);
  }

  private isRepeated(edge: EdgeModel, mesh: number, failure: Failure): boolean {
    const { retries } = edge;
    if (retries === undefined || mesh >= retries.attempts) return false;
    return repeats(retries, failure) && this.budgets.admits(edge);
  }

  private tryOnce(
    call: MeshCall,
    mesh: number,
    done: (failure: Failure | undefined) => void,
  ): void {
    const { edge } = call;
    const attempt: Try = { edge, mesh, client: call.client };
    count(this.tries, edge.to);
    const release = this.budgets.begin(edge, mesh > 0);
    let isEnded = false;
    let givenUpAt: number | undefined;
    const finish = (failure: Failure | undefined): void => {
      if (isEnded) return;
      isEnded = true;
      if (failure === 'cut off') givenUpAt = this.clock.now;
      // the budget is asked while the try that has failed is still in flight
      done(failure);
      release();
    };
    call.giveUp = () => {
      if (isEnded) return;
      isEnded = true;
      givenUpAt = this.clock.now;
      release();
    };
    const fate = this.adversary.fateOf(attempt);
    if (fate === 'refused') {
      const ms = this.adversary.failsAfterMs?.(attempt, fate) ?? edge.connectTimeoutMs;
      this.clock.after(ms, () => finish('refused'));
      return;
    }
    this.clock.after(this.adversary.connectMs?.(attempt) ?? 0, () => {
      if (isEnded) return;
      if (fate === 'failed') {
        const ms = this.adversary.failsAfterMs?.(attempt, fate) ?? Infinity;
        this.clock.after(ms, () => finish('failed'));
      }
      // Envoy starts the timeout of one try with the connection, and ignores one that is no shorter than the deadline
      const perTry = edge.retries?.perTryTimeoutMs ?? Infinity;
      const isInForce = perTry < (edge.deadline?.ms ?? Infinity);
      if (isInForce) this.clock.after(perTry, () => finish('cut off'));
      if (fate === 'hanging') return;
      const served = { depth: call.depth, isPeer: edge.from === edge.to };
      this.serve(edge.to, served, (isWell) => {
        call.orphanedMs += this.clock.now - (givenUpAt ?? this.clock.now);
        most(this.orphaned, edge.id, call.orphanedMs);
        finish(isWell && fate === 'answered' ? undefined : 'failed');
      });
    });
  }
}

type Failure = 'refused' | 'failed' | 'cut off';

const REPEATED_AFTER: Record<Failure, readonly string[]> = {
  refused: ['connect-failure', 'reset', '5xx', 'gateway-error'],
  failed: ['503', '5xx', 'gateway-error', 'reset'],
  'cut off': ['reset', '5xx', 'gateway-error'],
};

function repeats({ retryOn }: RetriesModel, failure: Failure): boolean {
  return retryOn.some((condition) => REPEATED_AFTER[failure].includes(condition));
}

/** Calls one after the other, repeated ones too; those of one parallel group at once. */
function stepsOf(edges: readonly EdgeModel[]): EdgeModel[][] {
  const groups = new Map<string, EdgeModel[]>();
  const steps: EdgeModel[][] = [];
  for (const edge of edges) {
    const calls = Array.from({ length: edge.times }, () => edge);
    if (edge.parallelGroup === undefined) {
      steps.push(...calls.map((call) => [call]));
      continue;
    }
    const group = groups.get(edge.parallelGroup) ?? [];
    if (group.length === 0) steps.push(group);
    group.push(...calls);
    groups.set(edge.parallelGroup, group);
  }
  return steps;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function most(values: Map<string, number>, key: string, value: number): void {
  values.set(key, Math.max(value, values.get(key) ?? 0));
}
