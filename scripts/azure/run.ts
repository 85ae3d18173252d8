import { toSafeText } from '../../src/cli/text.ts';
import type { CallAzure } from './az.ts';
import { deleteResource, listDeployedContent, toType } from './deployedContent.ts';
import { connect, disconnect, toRequest } from './diagnosticSettings.ts';
import type { Command } from './options.ts';

/** What a command needs of the world. */
export interface Surroundings {
  readonly call: CallAzure;
  readonly print: (line: string) => void;
  /** The person's answer to a question. */
  readonly ask: (question: string) => Promise<string>;
}

/**
 * Carries out a command.
 * @returns false when it was not done: the person said no
 * @throws AzureError when Azure refuses
 */
export async function run(command: Command, surroundings: Surroundings): Promise<boolean> {
  switch (command.command) {
    case 'connect':
      return runConnect(command, surroundings);
    case 'disconnect':
      return runDisconnect(command, surroundings);
    case 'remove':
      return runRemove(command, surroundings);
  }
}

function runConnect(
  command: Extract<Command, { command: 'connect' }>,
  { call, print }: Surroundings,
): boolean {
  const connection = { ...command, ruleId: command.rule, categories: command.category };
  if (command['dry-run']) {
    const { path, body } = toRequest(connection);
    print(`PUT ${path}`);
    print(JSON.stringify(body, null, 2));
    return true;
  }
  const categories = connect(call, connection);
  print(
    `${command.name} sends ${categories.length} categories to ${command.hub}: ${toSafeText(categories.join(', '))}`,
  );
  print('First events arrive after some minutes. To undo it: npm run azure -- disconnect');
  return true;
}

async function runDisconnect(
  { name, yes }: Extract<Command, { command: 'disconnect' }>,
  { call, print, ask }: Surroundings,
): Promise<boolean> {
  const agreed =
    yes || (await ask(`Stop sending the tenant's sign-ins (diagnostic setting ${name})? [y/N] `)) === 'y';
  if (!agreed) return false;
  print(disconnect(call, name) ? `${name} is removed` : `there is no diagnostic setting ${name}`);
  return true;
}

async function runRemove(
  { workspace, deployment, yes }: Extract<Command, { command: 'remove' }>,
  { call, print, ask }: Surroundings,
): Promise<boolean> {
  const [group = '', name = ''] = workspace.split(
    /\/providers\/Microsoft\.OperationalInsights\/workspaces\//i,
  );
  const ids = deployment.map((one) => `${group}/providers/Microsoft.Resources/deployments/${one}`);
  const { resources: content, unknown } = listDeployedContent(call, ids);
  for (const id of unknown)
    print(`Azure has no record of a deployment ${id.split('/').at(-1)} to that group`);
  if (content.length === 0) {
    print('nothing to remove');
    return true;
  }
  print(`${content.length} resources were deployed there:`);
  for (const id of content) print(`  ${toSafeText(id)}${isTable(id) ? '  <- with all its rows' : ''}`);
  if (!yes && (await ask(`To delete them, type the workspace's name (${name}): `)) !== name) return false;
  for (const id of content) {
    print(`${deleteResource(call, id) ? 'deleted' : 'gone already'} ${toSafeText(id)}`);
  }
  return true;
}

function isTable(id: string): boolean {
  return toType(id).toLowerCase() === 'microsoft.operationalinsights/workspaces/tables';
}
