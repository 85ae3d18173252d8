#!/usr/bin/env node
import process from 'node:process';
import { type CommandEntry, runCli } from './cli.ts';
import { OFFLINE_COMMANDS } from './offlineCommands.ts';

/** The commands that work on a deployment. */
const OPERATOR_COMMANDS: readonly CommandEntry[] = [
  {
    name: 'dead-letters',
    about: 'data that could not be delivered: list it, show it, send it again',
    load: () => import('./deadLetters/command.ts'),
  },
  {
    name: 'spills',
    about: 'good data that waits for its destination: list it, deliver it now',
    load: () => import('./spills/command.ts'),
  },
  {
    name: 'replay',
    about: 'logs from files, what a hub still holds, dead letters: send them again',
    load: () => import('./replay/command.ts'),
  },
  {
    name: 'doctor',
    about: 'what of a deployment works, what does not, and what to do',
    load: () => import('./doctor/command.ts'),
  },
];

await runCli([...OFFLINE_COMMANDS, ...OPERATOR_COMMANDS]);
// The Event Hubs SDK leaves a timer of some minutes behind after close(); nothing is left to wait for.
process.stderr.write('', () => process.stdout.write('', () => process.exit()));
