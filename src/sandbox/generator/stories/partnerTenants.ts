import { clock, type Story } from '../storyteller.ts';

/** Borders between organizations. */
export const partnerTenants: Story = {
  name: '11-partner-tenants',
  title: "At a partner's door",
  tells:
    "Users try to work in a partner's tenant: their own organization does not let them out (500212, 5000211), the network's " +
    'tenant restrictions stop one (500021), a token is shown in the wrong tenant (700059); and a guest is not let in here (500213).',
  tell(teller) {
    const resourceTenantId = teller.tenant.partnerTenantId;
    const outbound: readonly (readonly [time: string, user: number, code: number])[] = [
      ['15:41:12', 262, 500212],
      ['15:44:30', 262, 500212],
      ['15:52:07', 263, 5000211],
      ['16:03:55', 264, 500021],
    ];
    for (const [time, number, code] of outbound) {
      const user = teller.user(number);
      teller.signIn(
        clock(time),
        {
          user,
          place: user.office,
          resourceTenantId,
          application: 'Microsoft Teams',
          resource: 'Microsoft Graph',
        },
        code,
      );
    }
    const background = { resourceTenantId, category: 'NonInteractiveUserSignInLogs' } as const;
    teller.signIn(clock('16:04:31'), { ...background, user: teller.user(264) }, 700059);
    teller.signIn(
      clock('16:20:18'),
      { user: teller.guest(12), application: 'Microsoft Teams', resource: 'Microsoft Graph' },
      500213,
    );
  },
};
