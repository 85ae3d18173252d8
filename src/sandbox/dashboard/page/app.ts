import type { LiveState } from '../api.ts';
import { AskError } from './ask.ts';
import { type Context, chosenRuns, type View } from './context.ts';
import { h, put } from './dom.ts';
import { toFormat } from './format.ts';
import { toShown } from './logText.ts';
import { openView } from './open.ts';
import { type Header, header } from './parts/header.ts';
import { upload } from './parts/upload.ts';
import { Refresher } from './refresher.ts';
import { type Route, toRoute } from './route.ts';
import { type Language, WORDS } from './words.ts';

/** The page: keeps the address, the state from the server and what is shown in step. */
export class App {
  #language: Language;
  #context: Context;
  #route: Route = toRoute(location.hash);
  #live: LiveState | undefined;
  #view: View | undefined;
  #header: Header | undefined;
  #ending = new AbortController();
  readonly #main = h('main', { tabindex: -1 });
  readonly #lost = h('div', { class: 'lost', role: 'status' });
  readonly #fault = h('div', { class: 'fault' });
  /** For those who hear the page: what changed, once. */
  readonly #said = h('div', { class: 'unseen', 'aria-live': 'polite' });
  readonly #refresher = new Refresher(() => this.#refresh());

  constructor(language: Language) {
    this.#language = language;
    this.#context = this.#toContext();
  }

  start(): void {
    this.#build();
    window.addEventListener('hashchange', () => this.#follow());
  }

  /** Shows the counts that the server pushed. */
  take(state: LiveState): void {
    const before = this.#live;
    this.#live = state;
    this.#header?.show(state);
    this.#view?.count?.(state);
    this.#announce(before, state);
    if (before?.version !== state.version) {
      // The first state says which run the view is about: until then nothing could be asked.
      if (before === undefined) this.#refresher.now();
      else this.#refresher.soon();
    }
  }

  connected(isThere: boolean): void {
    put(this.#lost, !isThere && this.#context.words.lost);
  }

  #toContext(): Context {
    return {
      language: this.#language,
      words: WORDS[this.#language],
      format: toFormat(this.#language),
      route: () => this.#route,
      live: () => this.#live,
      go: (hash) => {
        // Another filter of the same view replaces the address: going back leads to the view before.
        const isSame = toRoute(hash).view === this.#route.view && toRoute(hash).id === this.#route.id;
        history[isSame ? 'replaceState' : 'pushState'](null, '', hash);
        this.#follow();
      },
      say: (text) => put(this.#said, text),
    };
  }

  #build(): void {
    this.#ending.abort();
    this.#ending = new AbortController();
    document.documentElement.lang = this.#language;
    const own = upload(this.#context);
    own.listen(this.#ending.signal);
    this.#header = header(this.#context, own.button, () => this.#switchLanguage());
    put(
      document.body,
      this.#header.element,
      own.message,
      this.#lost,
      this.#fault,
      this.#main,
      this.#said,
      own.curtain,
    );
    this.#open();
  }

  #switchLanguage(): void {
    this.#language = this.#language === 'ja' ? 'en' : 'ja';
    localStorage.setItem('language', this.#language);
    this.#context = this.#toContext();
    this.#build();
  }

  #follow(): void {
    const before = this.#route;
    this.#route = toRoute(location.hash);
    this.#header?.show(this.#live);
    if (before.view === this.#route.view && before.id === this.#route.id) {
      if (this.#live !== undefined) this.#view?.count?.(this.#live);
      this.#main.ariaBusy = 'true';
      this.#refresher.now();
      return;
    }
    this.#open();
    scrollTo(0, 0);
    this.#main.focus({ preventScroll: true });
  }

  #open(): void {
    const view = openView(this.#route, this.#context);
    this.#view = view;
    document.title = `${view.title} · entra-signin-risk`;
    put(this.#main, view.element);
    this.#main.ariaBusy = 'true';
    this.#header?.show(this.#live);
    if (this.#live === undefined) return;
    view.count?.(this.#live);
    this.#refresher.now();
  }

  async #refresh(): Promise<void> {
    const { words } = this.#context;
    const view = this.#view;
    try {
      await view?.refresh();
      put(this.#fault);
    } catch (error) {
      // A connection that is lost has its own message, which goes away by itself.
      if (error instanceof AskError && error.code === 'unreachable') return;
      const isGone = error instanceof AskError && error.code === 'not-found';
      const reason = error instanceof Error ? error.message : String(error);
      put(this.#fault, h('p', { role: 'alert' }, isGone ? words.notFound : words.failed(toShown(reason))));
    } finally {
      if (this.#view === view) this.#main.ariaBusy = 'false';
    }
  }

  #announce(before: LiveState | undefined, { runs }: LiveState): void {
    const { words, format } = this.#context;
    const [run] = chosenRuns(runs, this.#route.query).slice(-1);
    const was = before?.runs.find(({ id }) => id === run?.id)?.state;
    if (run === undefined || run.state === was) return;
    if (run.state === 'running') this.#context.say(words.run.running);
    if (run.state === 'done' && run.gaps.length === 0)
      this.#context.say(
        words.run.accounted(
          format.number(run.report.records),
          run.report.records,
          format.seconds(run.seconds ?? 0),
        ),
      );
  }
}
