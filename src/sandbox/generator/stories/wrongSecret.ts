import { clock, findWorkload, type Story } from '../storyteller.ts';

/** A secret that ran out, and the search for the next one. */
export const wrongSecret: Story = {
  name: '06-wrong-secret',
  title: 'A service principal with a wrong secret',
  tells:
    'The secret of billing-export-prod expires (7000222), the renewal sends no secret at all (7000218), then the id of the ' +
    'secret in place of its value (7000215), and at last the right one (0). 7000215 and 7000222 are not in the catalog.',
  tell(teller) {
    const workload = findWorkload(teller.tenant.servicePrincipals, 'billing-export-prod');
    const attempts: readonly (readonly [time: string, code: number])[] = [
      ['05:00', 7000222],
      ['05:05', 7000222],
      ['05:10', 7000222],
      ['09:15', 7000218],
      ['09:16', 7000218],
      ['09:22', 7000215],
      ['09:23', 7000215],
      ['09:25', 7000215],
      ['09:29', 7000215],
      ['09:34', 7000215],
      ['09:48', 0],
      ['09:50', 0],
      ['10:00', 0],
    ];
    for (const [time, code] of attempts) {
      teller.workloadSignIn(
        clock(time),
        'ServicePrincipalSignInLogs',
        workload,
        'Windows Azure Service Management API',
        code,
      );
    }
  },
};
