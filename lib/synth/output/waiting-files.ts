import { closeSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { explained } from './explained';
import { waitingFile } from './journal';

/** Takes the files of an output. */
export interface Output {
  /** Writes a file, given in pieces that end at whole characters. */
  write(name: string, pieces: Iterable<string>): void;
}

/** Where the files of an output wait, and where they will go. */
export interface Places {
  /** The output as the user calls it. */
  readonly path: string;
  readonly staging: string;
  readonly target: string;
}

// enough for a chart of some hundred objects, which is then compared and written at once
const PIECE = 1 << 20;

/** The files of one synthesis, which wait until all are there. */
export class WaitingFiles implements Output {
  /** Every file of the output. */
  public readonly names = new Set<string>();
  /** Those that are new or different. */
  public readonly moved: string[] = [];
  private readonly folders = new Set<string>();

  public constructor(private readonly places: Places) {}

  public write(given: string, pieces: Iterable<string>): void {
    const name = this.admitted(given);
    let file: number | undefined;
    let text = '';
    try {
      for (const piece of pieces) {
        text += piece;
        if (text.length < PIECE) continue;
        file ??= this.open(name);
        this.append(file, text);
        text = '';
      }
      if (file === undefined && this.isThere(name, text)) return;
      file ??= this.open(name);
      this.append(file, text);
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  private admitted(given: string): string {
    const name = normalize(given);
    if (name.startsWith(`..${sep}`)) {
      throw new Error(
        `cannot write ${given} into ${this.places.path}: it lies outside; give an outputFileExtension without ".."`,
      );
    }
    refuseTwice(this.names, name, this.places.path);
    this.names.add(name);
    return name;
  }

  private isThere(name: string, text: string): boolean {
    const file = join(this.places.target, name);
    const there = statSync(file, { throwIfNoEntry: false });
    return (
      there?.isFile() === true &&
      there.size === Buffer.byteLength(text) &&
      readFileSync(file, 'utf8') === text
    );
  }

  private open(name: string): number {
    const file = waitingFile(this.places.staging, name);
    this.moved.push(name);
    return explained(this.places.path, () => {
      const there = statSync(join(this.places.target, name), { throwIfNoEntry: false });
      if (there?.isDirectory()) throw Object.assign(new Error(name), { code: 'EISDIR' });
      this.makeFolder(dirname(file));
      return openSync(file, 'w');
    });
  }

  private makeFolder(folder: string): void {
    if (this.folders.has(folder)) return;
    mkdirSync(folder, { recursive: true });
    this.folders.add(folder);
  }

  /** The system may take less than it is given. */
  private append(file: number, text: string): void {
    explained(this.places.path, () => {
      const bytes = Buffer.from(text);
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    });
  }
}

/** Two objects in one file would be one object lost. */
export function refuseTwice(names: ReadonlySet<string>, name: string, path: string): void {
  if (!names.has(name)) return;
  throw new Error(
    `cannot write ${name} into ${path} twice: two charts or objects have the same name; rename one, or choose another yamlOutputType`,
  );
}
