import { AskError, tell } from '../ask.ts';
import type { Context } from '../context.ts';
import { h, put } from '../dom.ts';
import { toShown } from '../logText.ts';
import { toHash } from '../route.ts';
import { droppedFiles } from './droppedFiles.ts';

export interface Upload {
  readonly button: HTMLElement;
  /** What is told while files are read, and when they cannot be. */
  readonly message: HTMLElement;
  /** Covers the page while files are held over it. */
  readonly curtain: HTMLElement;
  /** Takes files that are dropped anywhere. @param signal ends it */
  readonly listen: (signal: AbortSignal) => void;
}

/** Own logs: chosen with the button or dropped on the page, and sent through the system like those of `--input`. */
export function upload(context: Context): Upload {
  const { words } = context;
  const input = h('input', { type: 'file', multiple: true, hidden: true, class: 'file-input' });
  const choose = {
    type: 'button',
    class: 'primary',
    title: words.upload.about,
    on: { click: () => input.click() },
  };
  const message = h('div', { class: 'upload-message' });
  const curtain = h(
    'div',
    { class: 'curtain', 'aria-hidden': 'true' },
    h('div', {}, h('strong', {}, words.upload.drop), h('p', {}, words.upload.about)),
  );
  const show = (text: string, isBad: boolean) =>
    put(
      message,
      text !== '' && h('p', { class: isBad ? 'is-bad' : '', role: isBad ? 'alert' : 'status' }, text),
    );
  const take = async (files: readonly File[]): Promise<void> => {
    try {
      show('', false);
      if (files.length === 0) return show(words.upload.nothing, true);
      await send(files, context, (text) => show(text, false));
      show('', false);
    } catch (error) {
      show(error instanceof UploadRefused ? error.message : words.upload.failed(toReason(error)), true);
    }
  };
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    input.value = '';
    void take(files);
  });
  return {
    button: h('span', {}, h('button', choose, words.upload.button), input),
    message,
    curtain,
    listen(signal) {
      const on = <K extends keyof DocumentEventMap>(
        type: K,
        listener: (event: DocumentEventMap[K]) => void,
      ) => document.addEventListener(type, listener, { signal });
      const isFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;
      on('dragover', (event) => {
        if (!isFiles(event)) return;
        event.preventDefault();
        curtain.classList.add('is-shown');
      });
      on('dragleave', (event) => {
        if (event.relatedTarget === null) curtain.classList.remove('is-shown');
      });
      on('drop', (event) => {
        curtain.classList.remove('is-shown');
        if (!isFiles(event) || event.dataTransfer === null) return;
        event.preventDefault();
        droppedFiles(event.dataTransfer).then(take, (error: unknown) =>
          show(words.upload.failed(toReason(error)), true),
        );
      });
    },
  };
}

/** What the page itself refuses, in its own words. */
class UploadRefused extends Error {
  override readonly name = 'UploadRefused';
}

async function send(files: readonly File[], context: Context, show: (text: string) => void): Promise<void> {
  const { words, format } = context;
  const most = context.live()?.uploadLimit ?? Number.POSITIVE_INFINITY;
  const large = files.find(({ size }) => size > most);
  if (large !== undefined)
    throw new UploadRefused(words.upload.tooLarge(toShown(large.name), format.bytes(most)));
  const uploads: string[] = [];
  for (const [index, file] of files.entries()) {
    show(words.upload.sending(toShown(file.name), index + 1, files.length));
    const { id } = await tell<{ id: string }>(`/api/uploads?name=${encodeURIComponent(file.name)}`, file);
    uploads.push(id);
  }
  await tell('/api/runs', JSON.stringify({ uploads }));
  context.go(toHash('overview', new URLSearchParams()));
}

function toReason(error: unknown): string {
  if (error instanceof AskError && error.code === 'unreachable') return 'connection lost';
  return error instanceof Error ? error.message : String(error);
}
