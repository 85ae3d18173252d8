import { App } from './app.ts';
import { listen } from './live.ts';
import { toLanguage } from './words.ts';

const app = new App(toLanguage(localStorage.getItem('language'), navigator.languages));
app.start();
listen({ onState: (state) => app.take(state), onConnection: (isThere) => app.connected(isThere) });
