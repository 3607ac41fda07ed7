import type { EdgeModel, NodeModel, RetriesModel, SystemModel } from '../../../lib/graph/model';
import { Clock } from './clock';

/** One try of a call, as an adversary sees it. */
export interface Try {
  readonly edge: EdgeModel;
  /** Of the mesh, from 0. */
  readonly mesh: number;
  /** Of the client library, from 0. */
  readonly client: number;
  /** Whether neither the mesh nor the library would repeat it. */
  readonly isLast: boolean;
}

/** What becomes of a try; a hanging one is never answered. */
export type Fate = 'answered' | 'failed' | 'refused' | 'hanging';

/** Who decides what fails, and how long everything takes, within what the model allows. */
export interface Adversary {
  fateOf(attempt: Try): Fate;
  /**
   * When a try fails or is refused: at most what the callee or the connection may take, which is when it happens where
   * nobody says anything.
   */
  failsAfterMs?(attempt: Try, fate: 'failed' | 'refused'): number;
  /** At most the node's own time. */
  ownMs(node: NodeModel): number;
  /** At most the longest pause before this retry of the mesh, from 1. */
  pauseMs(edge: EdgeModel, retry: number): number;
}

/** What happened to one request. */
export interface History {
  /** Tries towards each node, whether or not they arrived. */
  readonly tries: ReadonlyMap<string, number>;
  /** Requests that each node began to work on. */
  readonly arrivals: ReadonlyMap<string, number>;
  /** The longest that one call of each edge took, until its caller had an answer. */
  readonly longest: ReadonlyMap<string, number>;
}

/** Lets one unit of work begin at `entry`, and everything happen that follows. */
export function simulateRequest(model: SystemModel, entry: string, adversary: Adversary): History {
  const simulation = new Simulation(model, adversary);
  simulation.serve(entry, () => undefined);
  simulation.clock.run();
  return simulation;
}

type Done = (isWell: boolean) => void;

class Simulation implements History {
  public readonly clock = new Clock();
  public readonly tries = new Map<string, number>();
  public readonly arrivals = new Map<string, number>();
  public readonly longest = new Map<string, number>();

  public constructor(
    private readonly model: SystemModel,
    private readonly adversary: Adversary,
  ) {}

  /** The node works for itself, then makes its calls step by step, and answers. */
  public serve(id: string, done: Done): void {
    count(this.arrivals, id);
    const node = this.model.nodes.find((each) => each.id === id);
    if (node === undefined) throw new Error(`no ${id}`);
    const steps = stepsOf(this.model.edges.filter(({ from }) => from === id));
    this.clock.after(this.adversary.ownMs(node), () => this.takeSteps(steps, done));
  }

  private takeSteps([step, ...rest]: readonly EdgeModel[][], done: Done): void {
    if (step === undefined) {
      done(true);
      return;
    }
    let open = step.length;
    let isWell = true;
    for (const edge of step) {
      this.callByClient(edge, 0, (isAnswered) => {
        isWell &&= isAnswered || edge.fallback !== undefined;
        open -= 1;
        if (open > 0) return;
        if (isWell) this.takeSteps(rest, done);
        else done(false);
      });
    }
  }

  private callByClient(edge: EdgeModel, client: number, done: Done): void {
    this.callByMesh(edge, client, (isWell) => {
      if (isWell || client === edge.clientRetries) done(isWell);
      else this.callByClient(edge, client + 1, done);
    });
  }

  /** One call through the caller's proxy, which answers once: after the last try, or at the deadline. */
  private callByMesh(edge: EdgeModel, client: number, done: Done): void {
    const start = this.clock.now;
    let isOver = false;
    const finish: Done = (isWell) => {
      if (isOver) return;
      isOver = true;
      const lasted = this.clock.now - start;
      this.longest.set(edge.id, Math.max(lasted, this.longest.get(edge.id) ?? 0));
      done(isWell);
    };
    this.clock.after(edge.deadline?.ms ?? Infinity, () => finish(false));
    const attempt = (mesh: number): void => {
      if (isOver) return;
      this.tryOnce({ edge, mesh, client, ...lastOf(edge, mesh, client) }, (failure) => {
        const retries = edge.retries;
        const isRepeated =
          failure !== undefined && retries !== undefined && mesh < retries.attempts;
        if (!isRepeated || !repeats(retries, failure)) finish(failure === undefined);
        else this.clock.after(this.adversary.pauseMs(edge, mesh + 1), () => attempt(mesh + 1));
      });
    };
    attempt(0);
  }

  private tryOnce(attempt: Try, done: (failure: Failure | undefined) => void): void {
    const { edge } = attempt;
    count(this.tries, edge.to);
    let isOver = false;
    const finish = (failure: Failure | undefined): void => {
      if (isOver) return;
      isOver = true;
      done(failure);
    };
    const fate = this.adversary.fateOf(attempt);
    if (fate === 'refused' || fate === 'failed') {
      const latest = fate === 'refused' ? edge.connectTimeoutMs : Infinity;
      const delay = this.adversary.failsAfterMs?.(attempt, fate) ?? latest;
      this.clock.after(delay, () => finish(fate));
    }
    const perTry = edge.retries?.perTryTimeoutMs ?? Infinity;
    // Envoy ignores a timeout of one try that is no shorter than the deadline
    if (perTry < (edge.deadline?.ms ?? Infinity)) this.clock.after(perTry, () => finish('cut off'));
    if (fate === 'hanging' || fate === 'refused') return;
    this.serve(edge.to, (isWell) => finish(isWell && fate === 'answered' ? undefined : 'failed'));
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

function lastOf(edge: EdgeModel, mesh: number, client: number): Pick<Try, 'isLast'> {
  return { isLast: mesh === (edge.retries?.attempts ?? 0) && client === edge.clientRetries };
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
