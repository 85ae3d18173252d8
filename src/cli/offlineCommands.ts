import type { CommandEntry } from './cli.ts';

/** The commands that need files only. */
export const OFFLINE_COMMANDS: readonly CommandEntry[] = [
  {
    name: 'classify',
    about: 'meaning, level and advice for codes, or for all codes of a log',
    load: () => import('./classify/command.ts'),
  },
  {
    name: 'explain',
    about: 'one record of a log in words: what happened, why this level, what to check next',
    load: () => import('./explain/command.ts'),
  },
  {
    name: 'policy',
    about: 'what an alert policy would have done to a log',
    load: () => import('./policy/command.ts'),
  },
  {
    name: 'backtest',
    about: 'how often analytics rules would have fired on past sign-ins, and for whom',
    load: () => import('./backtest/command.ts'),
  },
];
