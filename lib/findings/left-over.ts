const deploying = new WeakSet<object>();

/** Runs `work` on everything below `root` in the knowledge that tokens of Outputs are going to be replaced. */
export function whileDeploying<T>(root: object, work: () => T): T {
  deploying.add(root);
  try {
    return work();
  } finally {
    deploying.delete(root);
  }
}

/** Whether the tokens in what is rendered below `root` are going to be replaced. */
export function isDeploying(root: object): boolean {
  return deploying.has(root);
}
