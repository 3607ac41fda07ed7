import type { EdgeModel } from '../../../lib/graph/model';

interface InFlight {
  tries: number;
  retries: number;
}

/** What every caller's proxy has in flight, by edge, and whether its budget admits one more retry. */
export class RetryBudgets {
  private readonly inFlight = new Map<string, InFlight>();

  /** A try begins; what is returned is called when it ends. */
  public begin({ id }: EdgeModel, isRetry: boolean): () => void {
    const now = this.of(id);
    now.tries += 1;
    if (isRetry) now.retries += 1;
    return () => {
      now.tries -= 1;
      if (isRetry) now.retries -= 1;
    };
  }

  /** Envoy's RetryBudgetImpl: retries are a share of all tries in flight, the failing one and the retries among them. */
  public admits({ id, retryBudget }: EdgeModel): boolean {
    if (retryBudget === undefined) return true;
    const { tries, retries } = this.of(id);
    return retries < Math.max((retryBudget.percent / 100) * tries, retryBudget.minConcurrency);
  }

  private of(id: string): InFlight {
    const known = this.inFlight.get(id) ?? { tries: 0, retries: 0 };
    this.inFlight.set(id, known);
    return known;
  }
}
