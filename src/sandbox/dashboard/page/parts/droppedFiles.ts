const LOG = /\.(json|jsonl|ndjson|log|csv)(\.gz)?$/i;

/** The logs among what was dropped or chosen; folders are looked into. One file named alone is taken whatever its ending. */
export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  // The entries have to be asked for at once: the list is empty as soon as the event is over.
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const files = (await Promise.all(entries.map(filesIn))).flat();
  return files.length === 1 && entries[0]?.isFile === true
    ? files
    : files.filter(({ name }) => LOG.test(name));
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile)
    return [await new Promise<File>((done, no) => (entry as FileSystemFileEntry).file(done, no))];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside: FileSystemEntry[] = [];
  while (true) {
    // A reader hands out a hundred at a time, until it hands out none.
    const some = await new Promise<FileSystemEntry[]>((done, no) => reader.readEntries(done, no));
    if (some.length === 0) break;
    inside.push(...some);
  }
  inside.sort((a, b) => (a.name < b.name ? -1 : 1));
  return (await Promise.all(inside.map(filesIn))).flat();
}
