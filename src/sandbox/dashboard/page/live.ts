import type { LiveState } from '../api.ts';

export interface LiveListener {
  readonly onState: (state: LiveState) => void;
  /** Called when the connection breaks, and when it is there again. */
  readonly onConnection: (isThere: boolean) => void;
}

/** Listens to the server for as long as the page is open; the browser itself connects again. */
export function listen({ onState, onConnection }: LiveListener): void {
  let source = connect();
  function connect(): EventSource {
    const next = new EventSource('/api/live');
    next.addEventListener('open', () => onConnection(true));
    next.addEventListener('error', () => {
      onConnection(false);
      // After an answer that is no stream the browser gives up: then it is asked again from here.
      if (next.readyState === EventSource.CLOSED) {
        window.setTimeout(() => {
          source = connect();
        }, 2000);
      }
    });
    next.addEventListener('message', ({ data }: MessageEvent<string>) => onState(JSON.parse(data)));
    return next;
  }
  window.addEventListener('pagehide', () => source.close());
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) source = connect();
  });
}
