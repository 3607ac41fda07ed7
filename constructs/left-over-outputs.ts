import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { reportAt, type Finding } from '../lib/findings/finding';
import { withoutTokens } from '../lib/values/token';
import { tokensIn } from '../lib/values/tokens-in';

/** A finding for each text below `root` that waits for an Output, which only a deployment by Pulumi has. */
export function leftOverTokens(root: IConstruct): readonly Finding[] {
  const findings: Finding[] = [];
  for (const object of root.node.findAll().filter((each) => ApiObject.isApiObject(each))) {
    // an object of ours is told by the construct that the user wrote
    const report = reportAt(object.node.scope?.node.path ?? '', findings);
    for (const { field, text } of tokensIn(object.toJson())) {
      const prop = `${object.kind} ${object.name}: ${withoutTokens(field)}`;
      report('MW0904', { prop, got: JSON.stringify(withoutTokens(text)) });
    }
  }
  return findings;
}
