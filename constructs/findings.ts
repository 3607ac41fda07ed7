import type { IConstruct } from 'constructs';
import { readRequired, reason } from '../lib/values/read';
import { Registry } from './registry';

/** Findings that are known and accepted. */
export class Findings {
  /**
   * Accepts the findings with this code about `scope` and all below it.
   *
   * They no longer stop or warn; they are listed with the reason instead. Accepting what is not there is reported, so
   * that no acceptance outlives its finding. Mistakes in a declaration cannot be accepted.
   */
  public static accept(scope: IConstruct, code: string, because: string): void {
    const registry = Registry.of(scope);
    const report = registry.report(scope);
    const { path } = scope.node;
    const given = readRequired(report, reason, [`accept(${String(code)})`, because]);
    registry.validate(scope);
    if (given === undefined) return;
    registry.add('acceptances', [{ path, code: String(code), reason: given }]);
  }

  private constructor() {}
}
