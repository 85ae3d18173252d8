import { clock, type Story } from '../storyteller.ts';

/** An app goes live before its permissions do. */
export const appRollout: Story = {
  name: '10-app-rollout',
  title: 'An app that goes live too early',
  tells:
    'Travel Requests opens before anybody consented: users are asked (65001), send a request to the administrator (90095) or ' +
    'decline (65004); one API is not in the tenant (500011), one is disabled (500014), one is not subscribed to (650052), ' +
    'and one user is not assigned (50105). After the consent at 15:30 it works (0).',
  tell(teller) {
    const rows: readonly (readonly [time: string, user: number, resource: string, code: number])[] = [
      ['14:31:05', 241, 'Microsoft Graph', 65001],
      ['14:33:48', 242, 'Microsoft Graph', 65001],
      ['14:34:10', 242, 'Microsoft Graph', 90095],
      ['14:39:26', 243, 'Microsoft Graph', 65004],
      ['14:44:51', 244, 'Azure Storage', 500011],
      ['14:47:17', 245, 'Azure SQL Database', 500014],
      ['14:52:33', 246, 'Azure Key Vault', 650052],
      ['15:06:02', 247, 'Microsoft Graph', 50105],
      ['15:34:40', 241, 'Microsoft Graph', 0],
      ['15:36:29', 243, 'Microsoft Graph', 0],
    ];
    for (const [time, number, resource, code] of rows) {
      const user = teller.user(number);
      teller.signIn(
        clock(time),
        { user, place: user.office, application: 'Travel Requests', resource },
        code,
      );
    }
  },
};
