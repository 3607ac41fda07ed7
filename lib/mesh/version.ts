/** Whether a version `1.x` is `minimum` or newer. */
export function isAtLeast(version: string, minimum: string): boolean {
  return minorOf(version) >= minorOf(minimum);
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}
