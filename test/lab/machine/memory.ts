import { readFileSync } from 'node:fs';
import { processIds, processesOf } from './guard';

/** Megabytes of resident memory of every process of these groups; 0 where there is no /proc. */
export function residentMegabytes(groups: readonly number[]): number {
  const wanted = new Set(groups);
  let kilobytes = 0;
  for (const pid of processIds()) {
    try {
      if (wanted.has(groupOf(pid))) kilobytes += residentKilobytes(pid);
    } catch {
      // it ended while we looked
    }
  }
  return Math.round(kilobytes / 1024);
}

/** Megabytes of resident memory of the run of `folder`, and of this process; its own alone where there is no /proc. */
export function megabytesOf(folder: string): number {
  const kilobytes = processesOf(folder).map((pid) => {
    try {
      return residentKilobytes(pid);
    } catch {
      // it ended while we looked
      return 0;
    }
  });
  const own = process.memoryUsage().rss / 2 ** 20;
  return Math.round(kilobytes.reduce((sum, each) => sum + each, 0) / 1024 + own);
}

// fields after the program's name, which may hold spaces: state, parent, group. man 5 proc
function groupOf(pid: string): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
}

function residentKilobytes(pid: string): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}
