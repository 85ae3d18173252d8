const LOG = /\.(json|jsonl|ndjson|log|csv)(\.gz)?$/i;

/**
 * The logs among what was dropped; folders are looked into. One file alone is taken whatever its ending.
 * @throws DOMException when something cannot be read
 */
export async function droppedFiles({ items }: DataTransfer): Promise<File[]> {
  // Everything has to be asked for at once: the list is empty as soon as the event is over.
  const dropped = [...items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const files = (await Promise.all(dropped.map(({ entry, file }) => filesIn(entry, file)))).flat();
  const isOneFile = files.length === 1 && dropped[0]?.entry?.isDirectory !== true;
  return isOneFile ? files : files.filter(({ name }) => LOG.test(name));
}

async function filesIn(entry: FileSystemEntry | null, file: File | null): Promise<File[]> {
  if (entry === null || entry.isFile) return file === null ? [] : [file];
  return filesInFolder(entry as FileSystemDirectoryEntry);
}

async function filesInFolder(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const reader = folder.createReader();
  const inside: FileSystemEntry[] = [];
  while (true) {
    // A reader hands out a hundred at a time, until it hands out none.
    const some = await new Promise<FileSystemEntry[]>((done, no) => reader.readEntries(done, no));
    if (some.length === 0) break;
    inside.push(...some);
  }
  inside.sort((a, b) => (a.name < b.name ? -1 : 1));
  const found = inside.map((entry) =>
    entry.isFile
      ? new Promise<File[]>((done, no) => (entry as FileSystemFileEntry).file((file) => done([file]), no))
      : filesInFolder(entry as FileSystemDirectoryEntry),
  );
  return (await Promise.all(found)).flat();
}
