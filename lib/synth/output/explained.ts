const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: 'this process may not write there: make the folder writable, or give another outdir',
  EPERM: 'this process may not write there: make the folder writable, or give another outdir',
  EROFS: 'the file system is read-only: give an outdir on another',
  ENOTDIR: 'part of the path is a file: give another outdir, or remove the file',
  EEXIST: 'a file is in the way: give another outdir, or remove the file',
  EISDIR: 'a folder has the name of a file: rename one of them',
  ENOSPC: 'the disk is full: make room',
  EDQUOT: 'the quota of the disk is used up: make room',
  EFBIG: 'the file is larger than this process may write: raise the limit',
};

/** Runs `work` on the disk, and says of its errors what they mean for the output at `path`. */
export function explained<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const remedy = REMEDIES[code ?? ''] ?? message;
    throw new Error(
      `cannot write to ${path}, and its files stay as they were: ${remedy} (${code ?? 'unknown'})`,
      {
        cause: error,
      },
    );
  }
}
