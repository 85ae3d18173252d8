import { clock, type Story } from '../storyteller.ts';

/** A guest on the way in. */
export const pendingInvitation: Story = {
  name: '04-pending-invitation',
  title: 'A contractor with a pending invitation',
  tells:
    'guest007 tries an app before being invited (50020, 16003) and before accepting the invitation (50014, twice), then ' +
    'accepts it (500142), works (0), and is later refused an app that the guest is not assigned to (50105).',
  tell(teller) {
    const user = teller.guest(7);
    const guest = { user, application: 'Travel Requests', resource: 'Microsoft Graph' };
    // Before the invitation the tenant knows only the name that was typed.
    const stranger = { ...guest, user: { ...user, userPrincipalName: user.signInName } };
    teller.signIn(clock('09:05:12'), stranger, 50020);
    teller.signIn(clock('09:06:40'), stranger, 16003);
    teller.signIn(clock('11:20:31'), guest, 50014);
    teller.signIn(clock('11:24:08'), guest, 50014);
    teller.signIn(clock('13:02:55'), guest, 500142, { code: 0, proof: 'mfa' });
    teller.signIn(clock('13:20:19'), { ...guest, category: 'NonInteractiveUserSignInLogs' }, 0);
    teller.signIn(clock('13:31:47'), { ...guest, application: 'Service Desk' }, 50105);
  },
};
