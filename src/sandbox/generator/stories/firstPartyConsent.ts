import { SCRIPT } from '../devices.ts';
import { clock, type Story } from '../storyteller.ts';

const ASKED_FOR = [
  'Azure Key Vault',
  'Office 365 SharePoint Online',
  'Office 365 Exchange Online',
  'Azure Storage',
];

/** Borrowed application ids. */
export const firstPartyConsent: Story = {
  name: '07-first-party-consent',
  title: 'Tokens for Microsoft APIs under a borrowed id',
  tells:
    "A script of user0088 asks for tokens for one Microsoft API after another under Teams' application id (65002 each time), " +
    'and gets one for Microsoft Graph with the id of Azure CLI (0): a developer without an app registration, or somebody walking with a stolen token.',
  tell(teller) {
    const user = teller.user(88);
    const script = { user, device: SCRIPT, category: 'NonInteractiveUserSignInLogs' } as const;
    teller.signIn(
      clock('14:02:10'),
      { user, application: 'Microsoft Azure CLI', resource: 'Microsoft Graph' },
      { code: 0, proof: 'mfa' },
    );
    for (const [index, resource] of ASKED_FOR.entries()) {
      const at = clock('14:05:30') + index * 41_000;
      teller.signIn(at, { ...script, application: 'Microsoft Teams', resource }, 65002);
    }
    teller.signIn(
      clock('14:09:12'),
      { ...script, application: 'Microsoft Azure CLI', resource: 'Microsoft Graph' },
      0,
    );
  },
};
