import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeAtomically } from '../../../../lib/synth/output/atomic-output';
import { errorOf, filesIn, withFolder, type Files } from '../../../support/folder';

const removes = '.k8s.yaml';

/** Writes `files` to the output in `path`. */
function write(path: string, files: Files): readonly string[] {
  return writeAtomically({ path, removes }, (output) => {
    for (const [name, content] of Object.entries(files)) output.write(name, [content]);
  });
}

test('the folder is made where there is none, and the names of its files returned in order', () => {
  withFolder({}, (folder) => {
    const inner = join(folder, 'a/b');
    const files = { 'b.k8s.yaml': '7', 'a.k8s.yaml': '11' };
    expect(write(inner, files)).toEqual(['a.k8s.yaml', 'b.k8s.yaml']);
    expect(filesIn(inner)).toEqual(files);
  });
});

test('files of an earlier run are replaced, or removed where they are not written again', () => {
  withFolder({ 'a.k8s.yaml': 'old', 'gone.k8s.yaml': 'old' }, (folder) => {
    write(folder, { 'a.k8s.yaml': 'new' });
    expect(filesIn(folder)).toEqual({ 'a.k8s.yaml': 'new' });
  });
});

test('files that are not ours are kept, also those in folders', () => {
  const foreign = { 'README.md': 'by hand', 'patches/a.k8s.yaml': 'by hand', 'a.yaml': 'by hand' };
  withFolder(foreign, (folder) => {
    write(folder, { 'b.k8s.yaml': 'new' });
    expect(filesIn(folder)).toEqual({ ...foreign, 'b.k8s.yaml': 'new' });
  });
});

test('in a folder for each chart, files are replaced, removed and kept one by one', () => {
  const earlier = {
    'shop/a.k8s.yaml': 'old',
    'shop/gone.k8s.yaml': 'old',
    'shop/kustomization.yaml': 'by hand',
  };
  withFolder(earlier, (folder) => {
    expect(write(folder, { 'shop/a.k8s.yaml': 'new', 'books/b.k8s.yaml': 'new' })).toEqual([
      'books/b.k8s.yaml',
      'shop/a.k8s.yaml',
    ]);
    expect(filesIn(folder)).toEqual({
      'books/b.k8s.yaml': 'new',
      'shop/a.k8s.yaml': 'new',
      'shop/kustomization.yaml': 'by hand',
    });
  });
});

test('a folder that is called like a file of ours is kept', () => {
  withFolder({ 'odd.k8s.yaml/README.md': 'by hand' }, (folder) => {
    write(folder, { 'a.k8s.yaml': 'new' });
    expect(filesIn(folder)).toEqual({
      'a.k8s.yaml': 'new',
      'odd.k8s.yaml/README.md': 'by hand',
    });
  });
});

test('nothing is touched, and nothing left behind, where writing fails half-way', () => {
  const earlier = { 'a.k8s.yaml': 'old', 'gone.k8s.yaml': 'old' };
  withFolder(earlier, (folder) => {
    const text = errorOf(() =>
      writeAtomically({ path: folder, removes }, (output) => {
        output.write('a.k8s.yaml', ['new']);
        throw new Error('the disk is full');
      }),
    );
    expect(text).toBe('the disk is full');
    expect(filesIn(folder)).toEqual(earlier);
    expect(readdirSync(dirname(folder))).toEqual(['manifests']);
  });
});

test('nothing is left beside the output where writing succeeds', () => {
  withFolder({}, (folder) => {
    write(folder, { 'a.k8s.yaml': 'new' });
    expect(readdirSync(dirname(folder))).toEqual(['manifests']);
  });
});
