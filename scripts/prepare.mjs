// Runs before `npm start`, `npm test` and `npm run build`, on whatever Node the machine has and before anything is
// installed: so plain JavaScript, and nothing but Node's own modules. It installs the locked dependencies when they are
// missing or older than the lock file, and makes sure that a Node is there that can run the project.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const LEAST_NODE = [22, 18];

function isInstalled() {
  const installed = join(modules, '.package-lock.json');
  return (
    existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
  );
}

function npm(args) {
  const path = process.env.npm_execpath;
  // What npm prints goes to stderr: stdout belongs to the command that follows.
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const { status } = path
    ? spawnSync(process.execPath, [path, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  return status === 0;
}

function install() {
  console.error('Installing dependencies (once, about a minute) …');
  // Nothing that is installed needs an install script; none is run.
  if (npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])) return;
  console.error('The dependencies could not be installed. Run "npm ci" to see why, then try again.');
  process.exit(1);
}

function nodeLinks() {
  const names = process.platform === 'win32' ? ['node.cmd', 'node.ps1', 'node'] : ['node'];
  return names.map((name) => join(modules, '.bin', name)).filter((path) => existsSync(path));
}

/** npm 10 takes the link away again when it drops the Node packages of other machines, which share its name. */
function relinkNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  if (existsSync(join(modules, name))) npm(['rebuild', '--ignore-scripts', '--loglevel=error', name]);
}

function canRun(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
}

/** The Node 24 that comes as a dependency stands first on the path of npm scripts; where it cannot run, it must not. */
function checkNode() {
  if (nodeLinks().length === 0) relinkNode();
  const links = nodeLinks();
  if (links.length > 0) {
    const run = spawnSync(links[0], ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
    if (run.status === 0 && canRun(run.stdout.trim())) return;
    for (const link of links) rmSync(link);
  }
  if (canRun(process.version)) return;
  console.error(
    `This project needs Node ${LEAST_NODE.join('.')} or newer, and this is ${process.version}. ` +
      'There is no Node 24 package for this kind of machine: install it from https://nodejs.org, then try again.',
  );
  process.exit(1);
}

if (!isInstalled()) install();
checkNode();
