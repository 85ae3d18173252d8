import type { Deployment } from './deployment.ts';
import { type Check, fault, ok } from './finding.ts';

/** Are the settings those that the app starts with? */
export function checkSettings({ faults, config }: Deployment): Check {
  return async () =>
    faults.length === 0
      ? [ok('settings', `all ${Object.keys(config).length} settings are valid`)]
      : faults.map(({ text }) =>
          fault(
            'settings',
            text,
            'mend it; the app does not start, and takes nothing from the hub, until then',
          ),
        );
}
