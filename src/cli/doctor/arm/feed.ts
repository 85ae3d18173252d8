import * as z from 'zod';
import { CATEGORIES } from '../../../core/signIn/category.ts';
import type { Deployment } from '../deployment.ts';
import { type Finding, fault, ok, skipped, warning } from '../finding.ts';
import type { App } from './app.ts';
import { type Arm, ArmError } from './client.ts';
import { toResourceIds } from './resources.ts';

const namespaceSchema = z.object({ properties: z.object({ disableLocalAuth: z.boolean().optional() }) });
const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  properties: z.object({ rights: z.array(z.string()) }),
});
const settingSchema = z.object({
  name: z.string(),
  properties: z.object({
    eventHubAuthorizationRuleId: z.string().nullish(),
    eventHubName: z.string().nullish(),
    logs: z.array(z.object({ category: z.string().nullish(), enabled: z.boolean() })).nullish(),
  }),
});

type Key = z.infer<typeof keySchema>;

/** The key that every namespace is born with: it is not the one of the templates. */
const BORN_WITH = 'RootManageSharedAccessKey';

/** Is there a shared access rule for the diagnostic settings, and a diagnostic setting of the tenant that uses it? */
export async function checkFeed(arm: Arm, app: App, deployment: Deployment): Promise<Finding[]> {
  const { namespace } = toResourceIds(deployment, app);
  if (namespace === undefined) return [skipped('key', 'not looked at without the namespace')];
  let keys: readonly Key[];
  try {
    const { properties } = namespaceSchema.parse(await arm.get(namespace, '2024-01-01'));
    if (properties.disableLocalAuth === true)
      return [
        fault(
          'key',
          'the namespace takes no shared access keys (disableLocalAuth)',
          'turn local auth on: diagnostic settings have no other way to sign in',
        ),
      ];
    const rules = await arm.list(`${namespace}/authorizationRules`, '2024-01-01');
    keys = rules
      .map((rule) => keySchema.parse(rule))
      .filter(({ name, properties: { rights } }) => name !== BORN_WITH && rights.includes('Send'));
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    return [
      error.status === 404
        ? fault(
            'key',
            'there is no such namespace beside the app',
            'check EventHubConnection__fullyQualifiedNamespace',
          )
        : skipped('key', `the namespace cannot be read: ${error.message}`),
    ];
  }
  if (keys.length === 0)
    return [
      fault(
        'key',
        'the namespace has no shared access rule that may send',
        'deploy the infrastructure again, then npm run azure -- connect',
      ),
    ];
  return [
    ok('key', `${keys.map(({ name }) => name).join(', ')} may send`),
    await checkSetting(arm, keys, deployment),
  ];
}

async function checkSetting(arm: Arm, keys: readonly Key[], { hub }: Deployment): Promise<Finding> {
  const todo = 'npm run azure -- connect';
  try {
    const settings = (await arm.list('/providers/microsoft.aadiam/diagnosticSettings', '2017-04-01')).map(
      (one) => settingSchema.parse(one),
    );
    const ids = new Set(keys.map(({ id }) => id.toLowerCase()));
    const ours = settings.filter(({ properties: { eventHubAuthorizationRuleId: id, eventHubName } }) => {
      return (
        id != null && ids.has(id.toLowerCase()) && eventHubName?.toLowerCase() === hub?.hub.toLowerCase()
      );
    });
    if (ours.length === 0)
      return fault(
        'setting',
        `none of the tenant’s ${settings.length} diagnostic settings leads to this hub`,
        todo,
      );
    const on = new Set(
      ours
        .flatMap(({ properties }) => (properties.logs ?? []).filter(({ enabled }) => enabled))
        .map((log) => log.category),
    );
    const names = ours.map(({ name }) => name).join(', ');
    const off = CATEGORIES.filter((category) => !on.has(category));
    if (off.length === CATEGORIES.length) return fault('setting', `${names} sends no sign-ins`, todo);
    return off.length > 0
      ? warning('setting', `${names} does not send ${off.join(', ')}`, `${todo}, where they are wanted`)
      : ok('setting', `${names} sends all ${CATEGORIES.length} categories`);
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    return skipped(
      'setting',
      `the tenant’s diagnostic settings cannot be read: ${error.message}`,
      'it takes Security Reader in Entra',
    );
  }
}
