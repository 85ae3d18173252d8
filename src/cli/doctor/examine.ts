import type { App } from './arm/app.ts';
import { checkApp } from './arm/app.ts';
import type { Arm } from './arm/client.ts';
import { checkColumns } from './arm/columns.ts';
import { checkFeed } from './arm/feed.ts';
import { checkRoles } from './arm/roles.ts';
import { checkBacklog } from './backlog.ts';
import { checkClock } from './clock.ts';
import type { Deployment, Grounded } from './deployment.ts';
import { checkContainers, checkRows } from './destinations.ts';
import { type Check, type Finding, fault, skipped } from './finding.ts';
import { checkHub } from './hub.ts';
import { checkNames } from './names.ts';
import { checkQueue } from './queue.ts';
import { checkSettings } from './settings.ts';
import { checkTokens } from './tokens.ts';

/** The deployed app, and the service that tells about it. */
export interface Deployed {
  readonly arm: Arm;
  readonly app: App;
}

/**
 * Looks at what all else builds on first (settings, names, tokens), then at everything at once.
 * @param writes also puts a message into the queue, and takes it back
 * @returns the findings in the order in which one leads to the next
 */
export async function examine(
  deployment: Deployment,
  deployed: Deployed | undefined,
  writes: boolean,
): Promise<Finding[]> {
  const [settings, names, tokens] = await Promise.all([
    checkSettings(deployment)(),
    checkNames(deployment),
    checkTokens(deployment, deployed?.arm.endpoint),
  ]);
  const { lostHosts } = names;
  const { tokenless } = tokens;
  const grounded: Grounded = { ...deployment, lostHosts, tokenless, isAppKnown: deployed !== undefined };
  const checks: readonly Check[] = [
    checkHub(grounded),
    checkRows(grounded),
    checkQueue(grounded, writes),
    checkContainers(grounded),
    checkBacklog(grounded),
    ...toArmChecks(deployment, deployed),
  ];
  const [clock = [], ...others] = await Promise.all([checkClock(grounded), ...checks].map(guarded));
  return [settings, names.findings, clock, tokens.findings, ...others].flat();
}

/** What only Azure itself can tell. */
export function toArmChecks(deployment: Deployment, deployed: Deployed | undefined): Check[] {
  if (deployed === undefined) {
    const what = 'the app, its roles, the columns of stream and table, the key and the diagnostic setting';
    return [async () => [skipped('azure', `${what}: not looked at`, 'name the function app with --app')]];
  }
  const { arm, app } = deployed;
  return [
    async () => checkApp(app),
    () => checkRoles(arm, app, deployment),
    () => checkColumns(arm, app, deployment),
    () => checkFeed(arm, app, deployment),
  ];
}

/** A check that breaks must not hide what the others found. */
async function guarded(check: Check): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return [
      fault(
        'doctor',
        `a check broke: ${text}`,
        'this is a fault of doctor itself, or an answer that nobody expected',
      ),
    ];
  }
}
