import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { carryOut } from './journal';

/** Folders that this process is filling. */
const filling = new Set<string>();

/** Makes a folder where new files of `target` wait, on its file system, so that moving them is renaming them. */
export function openStaging(target: string): string {
  const beside = dirname(target);
  mkdirSync(beside, { recursive: true });
  const prefix = `${prefixOf(target)}${process.pid}-`;
  const staging = mkdtempSync(join(isMounted(target) ? target : beside, prefix));
  filling.add(staging);
  return staging;
}

/** Removes what {@link openStaging} made. */
export function closeStaging(staging: string): void {
  filling.delete(staging);
  rmSync(staging, { recursive: true, force: true });
}

/** Finishes what processes had begun to move into `target` when they were killed, and clears the rest away. */
export function clearLeftovers(target: string): void {
  const prefix = prefixOf(target);
  for (const folder of [dirname(target), target].filter((each) => existsSync(each))) {
    for (const entry of readdirSync(folder).filter((name) => name.startsWith(prefix))) {
      const staging = join(folder, entry);
      const pid = Number.parseInt(entry.slice(prefix.length), 10);
      if (filling.has(staging) || isOther(pid)) continue;
      carryOut(staging, target);
      closeStaging(staging);
    }
  }
}

function prefixOf(target: string): string {
  return `.${basename(target)}.meshwright-`;
}

/** Whether `target` is a file system of its own, such as a volume of a container. */
function isMounted(target: string): boolean {
  const there = statSync(target, { throwIfNoEntry: false });
  return there !== undefined && there.dev !== statSync(dirname(target)).dev;
}

/** Whether another process of this number runs. A number of ours may have been another's in an earlier container. */
function isOther(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
