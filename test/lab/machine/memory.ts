import { readdirSync, readFileSync } from 'node:fs';

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

function processIds(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

// fields after the program's name, which may hold spaces: state, parent, group. man 5 proc
function groupOf(pid: string): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
}

function residentKilobytes(pid: string): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}
