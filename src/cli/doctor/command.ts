import { parseArguments, UsageError } from '../arguments.ts';
import { createOperatorCredential } from '../credential.ts';
import { type Host, writeJson, writeLines } from '../host.ts';
import { toScreen } from '../screen.ts';
import { readSettings } from '../storage.ts';
import { readApp, toAppFault } from './arm/app.ts';
import { createArm } from './arm/client.ts';
import { toDeployment } from './deployment.ts';
import { type Deployed, examine } from './examine.ts';
import type { Finding } from './finding.ts';
import { toReport } from './report.ts';

export const USAGE = `Usage: entra-signin-risk doctor [--settings FILE] [--app ID] [options]

Says of a deployment, from this machine, what works, what does not, and what to do: settings, names, clock, tokens, the hub
and how far the function is behind, the newest event, Log Analytics, queue and containers. With --app it also asks Azure
about the app: whether it runs, its roles, the columns of stream and table, the key and the diagnostic setting. It sends no
row and no alert; into each container it puts the empty blob start-check that the app itself puts there.

  --app ID             resource id of the function app (/subscriptions/…/sites/…); its settings are examined, unless
                       --settings names others
  --settings FILE      the deployment's settings: a file like local.settings.json, or what az functionapp config
                       appsettings list prints; default: the environment
  --newest MINUTES     how old the newest event in the hub may be (60)
  --waiting MINUTES    how long an event may wait for the function (10)
  --write              also put a message into the queue that nobody sees, and take it back
  --arm-endpoint URL   Azure Resource Manager of another cloud; default https://management.azure.com
  --json               print JSON: [{check, state: ok|warning|fault|skipped, found, todo}]
  --help               this text

The identity is the caller's (az login, or the environment's). A 403 is about this identity: a fault without --app, and with
it only a warning, since roles then tells what the app itself may. To see all of it: Azure Event Hubs Data Receiver on the hub,
Monitoring Metrics Publisher on the data collection rule, Storage Queue Data Reader on the queue, Storage Blob Data
Contributor on the containers, Storage Blob Data Reader on the host's account, Contributor on the resource group, and
Security Reader in Entra.

Exit code: 0 no fault; 1 a fault; 2 wrong usage, or a file that cannot be read.
`;

/** The command `doctor`. @returns the exit code */
export async function run(args: readonly string[], host: Host): Promise<number> {
  const { values, plain } = parseArguments(args, {
    app: { type: 'string' },
    settings: { type: 'string' },
    newest: { type: 'string' },
    waiting: { type: 'string' },
    'arm-endpoint': { type: 'string' },
    write: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  if (plain.length > 0) throw new UsageError(`"${plain[0]}" is one too many`);
  const patience = {
    newestMinutes: toMinutes(values.newest ?? '60', '--newest'),
    waitingMinutes: toMinutes(values.waiting ?? '10', '--waiting'),
  };
  const armEndpoint = values['arm-endpoint'] ?? 'https://management.azure.com';
  if (URL.parse(armEndpoint)?.protocol !== 'https:')
    throw new UsageError('--arm-endpoint must be an https URL');

  const credential = createOperatorCredential();
  const before: Finding[] = [];
  let deployed: Deployed | undefined;
  if (values.app !== undefined) {
    const arm = createArm(armEndpoint, credential);
    try {
      deployed = { arm, app: await readApp(arm, values.app) };
    } catch (error) {
      if (error instanceof UsageError) throw error;
      before.push(toAppFault(error));
    }
  }
  const settings =
    values.settings === undefined && deployed !== undefined
      ? deployed.app.settings
      : await readSettings(values.settings, host);
  const findings = [
    ...before,
    ...(await examine(toDeployment(settings, credential, patience), deployed, values.write === true)),
  ];
  if (values.json === true) writeJson(host, findings);
  else writeLines(host, toReport(findings, toScreen(host.stdout)));
  return findings.some(({ state }) => state === 'fault') ? 1 : 0;
}

function toMinutes(text: string, option: string): number {
  const minutes = Number(text);
  if (!/^\d{1,6}$/.test(text) || minutes < 1)
    throw new UsageError(`${option} must be a number of minutes, not "${text}"`);
  return minutes;
}
