import { spawn } from 'node:child_process';
import fs, { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeAtomically } from '../../../../lib/synth/output/atomic-output';
import { errorOf, filesIn, withFolder } from '../../../support/folder';

const EARLIER = { 'a.k8s.yaml': 'old', 'gone.k8s.yaml': 'old' };

/** Writes one file into `folder`. */
function writeOne(folder: string, pieces: Iterable<string> = ['new']): void {
  writeAtomically({ path: folder, removes: '.k8s.yaml' }, (output) => {
    output.write('a.k8s.yaml', pieces);
  });
}

/** An error of the system. */
function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: something, write`), { code });
}

test.each([
  ['ENOSPC', 'the disk is full: make room'],
  ['EDQUOT', 'the quota of the disk is used up: make room'],
  ['EROFS', 'the file system is read-only: give an outdir on another'],
  ['EIO', 'EIO: something, write'],
])('a disk that answers %s leaves the earlier files, and says what to do', (code, remedy) => {
  withFolder(EARLIER, (folder) => {
    const real = fs.writeSync;
    let calls = 0;
    const broken = jest.spyOn(fs, 'writeSync').mockImplementation((...args: unknown[]) => {
      calls += 1;
      if (calls > 2) throw systemError(code);
      return (real as (...all: unknown[]) => number)(...args);
    });
    const piece = 'x'.repeat(2 ** 20);
    const text = errorOf(() => writeOne(folder, [piece, piece, piece, piece]));
    broken.mockRestore();
    expect(text).toBe(
      `cannot write to ${folder}, and its files stay as they were: ${remedy} (${code})`,
    );
    expect(filesIn(folder)).toEqual(EARLIER);
    expect(readdirSync(dirname(folder))).toEqual(['manifests']);
  });
});

test('a folder that may not be written to is told before anything is moved, and nothing is left', () => {
  withFolder(EARLIER, (folder) => {
    const locked = jest.spyOn(fs, 'accessSync').mockImplementation(() => {
      throw systemError('EACCES');
    });
    const text = errorOf(() => writeOne(folder));
    locked.mockRestore();
    expect(text).toBe(
      `cannot write to ${folder}, and its files stay as they were: this process may not write there: ` +
        'make the folder writable, or give another outdir (EACCES)',
    );
    expect(filesIn(folder)).toEqual(EARLIER);
    expect(readdirSync(dirname(folder))).toEqual(['manifests']);
  });
});

test('a system that takes a part of what it is given is given the rest', () => {
  withFolder({}, (folder) => {
    const real = fs.writeSync as (
      file: number,
      bytes: Buffer,
      from: number,
      size: number,
    ) => number;
    const slow = jest
      .spyOn(fs, 'writeSync')
      .mockImplementation(((file: number, bytes: Buffer, from: number) =>
        real(file, bytes, from, Math.min(7, bytes.length - from))) as typeof fs.writeSync);
    writeOne(folder, ['seven letters, and é\n']);
    slow.mockRestore();
    expect(filesIn(folder)).toEqual({
      'a.k8s.yaml': Buffer.from('seven letters, and é\n').toString('latin1'),
    });
  });
});

test('a folder below a file cannot be written to', () => {
  withFolder({ 'README.md': 'by hand' }, (folder) => {
    const below = join(folder, 'README.md', 'out');
    const text = errorOf(() => writeOne(below));
    expect(text).toContain(`cannot write to ${below}, and its files stay as they were: `);
    expect(text).toMatch(/remove the file \((ENOTDIR|EEXIST)\)$/);
    expect(filesIn(folder)).toEqual({ 'README.md': 'by hand' });
  });
});

test('a folder that has the name of a file to be written is kept, and said', () => {
  const inTheWay = { 'a.k8s.yaml/README.md': 'by hand' };
  withFolder(inTheWay, (folder) => {
    expect(errorOf(() => writeOne(folder))).toContain('a folder has the name of a file');
    expect(filesIn(folder)).toEqual(inTheWay);
  });
});

test('two files of one name are refused', () => {
  withFolder(EARLIER, (folder) => {
    const text = errorOf(() =>
      writeAtomically({ path: folder }, (output) => {
        output.write('a.k8s.yaml', ['new']);
        output.write('./a.k8s.yaml', ['newer']);
      }),
    );
    expect(text).toContain(`cannot write a.k8s.yaml into ${folder} twice`);
    expect(filesIn(folder)).toEqual(EARLIER);
  });
});

test('a file outside the folder is refused', () => {
  withFolder(EARLIER, (folder) => {
    const text = errorOf(() =>
      writeAtomically({ path: folder }, (output) => output.write('shop/../../a.yaml', ['new'])),
    );
    expect(text).toContain('it lies outside');
    expect(readdirSync(dirname(folder))).toEqual(['manifests']);
  });
});

test('a file with the same content stays as it is', () => {
  withFolder({ 'a.k8s.yaml': 'same' }, (folder) => {
    const file = join(folder, 'a.k8s.yaml');
    const before = fs.statSync(file).ino;
    writeOne(folder, ['sa', 'me']);
    expect(fs.statSync(file).ino).toBe(before);
    writeOne(folder, ['sane']);
    expect(filesIn(folder)).toEqual({ 'a.k8s.yaml': 'sane' });
  });
});

const KILLED = 999_999_999;

/** What a process that was killed left beside `folder`: files that wait, and what was to be done, if it knew. */
function leftovers(folder: string, change?: object): string {
  const staging = join(dirname(folder), `.manifests.meshwright-${KILLED}-aBc123`);
  mkdirSync(join(staging, 'files'), { recursive: true });
  writeFileSync(join(staging, 'files', 'b.k8s.yaml'), 'half');
  if (change !== undefined) writeFileSync(join(staging, 'change.json'), JSON.stringify(change));
  return staging;
}

test('what a killed process had not begun to move is cleared away', () => {
  withFolder(EARLIER, (folder) => {
    leftovers(folder);
    writeAtomically({ path: folder }, () => undefined);
    expect(filesIn(folder)).toEqual(EARLIER);
    expect(readdirSync(dirname(folder))).toEqual(['manifests']);
  });
});

test('what a killed process had begun to move is moved by the next one', () => {
  withFolder({ ...EARLIER, 'a.k8s.yaml': 'new' }, (folder) => {
    leftovers(folder, { moved: ['a.k8s.yaml', 'b.k8s.yaml'], removed: ['gone.k8s.yaml'] });
    writeAtomically({ path: folder }, () => undefined);
    expect(filesIn(folder)).toEqual({ 'a.k8s.yaml': 'new', 'b.k8s.yaml': 'half' });
    expect(readdirSync(dirname(folder))).toEqual(['manifests']);
  });
});

test('what a process that still runs is writing is left alone', () => {
  withFolder(EARLIER, (folder) => {
    const other = join(dirname(folder), `.manifests.meshwright-${process.ppid}-aBc123`);
    mkdirSync(other);
    writeOne(folder);
    expect(readdirSync(dirname(folder)).sort()).toEqual([
      `.manifests.meshwright-${process.ppid}-aBc123`,
      'manifests',
    ]);
  });
});

test('an output that is a link to a folder is written through the link', () => {
  withFolder(EARLIER, (folder) => {
    const link = join(dirname(folder), 'link');
    symlinkSync(folder, link);
    writeOne(link);
    expect(filesIn(folder)).toEqual({ 'a.k8s.yaml': 'new' });
    expect(fs.lstatSync(link).isSymbolicLink()).toBe(true);
  });
});

/** A program that writes eleven files again and again, each time all with the next number. */
const WRITER = `
const { writeAtomically } = require('./dist/js/lib/synth/output/atomic-output.js');
const write = (round) => {
  writeAtomically({ path: process.argv[1], removes: '.yaml' }, (output) => {
    for (let i = 0; i < 11; i += 1) output.write(i + '.yaml', [String(round).repeat(5000)]);
  });
  if (round === 1) process.stdout.write('started');
  setTimeout(write, 2, round + 1);
};
write(1);`;

/** Starts the writer, and ends it after some milliseconds. */
async function endedAfter(folder: string, signal: NodeJS.Signals, ms: number): Promise<void> {
  const child = spawn(process.execPath, ['-e', WRITER, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await new Promise((resolve) => setTimeout(resolve, ms));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'after %s each file is whole, and the next run makes them one set',
  async (signal) => {
    const parent = fs.mkdtempSync(join(tmpdir(), 'meshwright-kill-'));
    const folder = join(parent, 'manifests');
    try {
      for (const ms of [1, 3, 7, 11, 13, 17]) {
        await endedAfter(folder, signal, ms);
        for (const content of Object.values(filesIn(folder))) {
          const round = content.slice(0, content.length / 5000);
          expect(content).toBe(round.repeat(5000));
        }
        writeAtomically({ path: folder }, () => undefined);
        expect(new Set(Object.values(filesIn(folder))).size).toBe(1);
        expect(readdirSync(parent)).toEqual(['manifests']);
      }
    } finally {
      fs.rmSync(parent, { recursive: true });
    }
  },
);
