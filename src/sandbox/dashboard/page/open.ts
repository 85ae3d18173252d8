import type { Context, View } from './context.ts';
import type { Route } from './route.ts';
import { alert } from './views/alert.ts';
import { code } from './views/code.ts';
import { codes } from './views/codes.ts';
import { deadLetter } from './views/deadLetter.ts';
import { deadLetters } from './views/deadLetters.ts';
import { entries } from './views/entries.ts';
import { metrics } from './views/metrics.ts';
import { overview } from './views/overview.ts';
import { signIn } from './views/signIn.ts';

/** The view that an address names. */
export function openView({ view, id }: Route, context: Context): View {
  switch (view) {
    case 'overview':
      return overview(context);
    case 'alerts':
      return id === undefined ? entries(context, 'alerts') : alert(context, id);
    case 'sign-ins':
      return id === undefined ? entries(context, 'sign-ins') : signIn(context, id);
    case 'dead-letters':
      return id === undefined ? deadLetters(context) : deadLetter(context, id);
    case 'codes':
      return id === undefined ? codes(context) : code(context, id);
    case 'metrics':
      return metrics(context);
  }
}
