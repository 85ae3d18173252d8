import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './sources.ts';

/** A command line of a page. */
export interface DocCommand {
  readonly page: string;
  /** As a person would type it, without what stands around it. */
  readonly line: string;
  /** The npm script. */
  readonly script: string;
  readonly args: readonly string[];
}

const PAGES = globSync(['README*.md', 'CONTRIBUTING.md', 'docs/**/*.md'], { cwd: ROOT });

/** `npm run NAME -- ARGS`, `npm start -- ARGS` or `npm test`, in a block of code or between backquotes. */
const COMMAND = /^(?:\$ )?npm (?:run ([\w:]+)|(start|test))(?: -- (.*))?$/;

/** Every npm command of the pages, each once. */
export function docCommands(): DocCommand[] {
  const found = new Map<string, DocCommand>();
  for (const page of PAGES) {
    for (const line of codeOf(readFileSync(join(ROOT, page), 'utf8'))) {
      const [, named, short, args = ''] = COMMAND.exec(line.replace(/\s+#.*$/, '').trim()) ?? [];
      const script = named ?? short;
      if (script === undefined || found.has(line)) continue;
      found.set(line, { page, line, script, args: toArguments(args) });
    }
  }
  return [...found.values()];
}

/** Lines of code blocks, and code inside of text. */
function codeOf(page: string): string[] {
  const blocks = [...page.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
    block.split('\n'),
  );
  const text = page.replaceAll(/^```\w*\n[\s\S]*?^```/gm, '');
  return [...blocks, ...[...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)];
}

/** As a shell would split it. */
function toArguments(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);
}
