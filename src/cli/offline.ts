#!/usr/bin/env node
import { runCli } from './cli.ts';
import { OFFLINE_COMMANDS } from './offlineCommands.ts';

// The commands of the package that other tools install: it brings no Azure SDK along.
await runCli(OFFLINE_COMMANDS);
