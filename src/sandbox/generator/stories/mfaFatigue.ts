import { PRIVATE_BROWSER } from '../devices.ts';
import { STRANGERS } from '../places.ts';
import { elementAt } from '../random.ts';
import { clock, type Story } from '../storyteller.ts';

/** Prompt after prompt, until one is approved. */
export const mfaFatigue: Story = {
  name: '03-mfa-fatigue',
  title: 'MFA fatigue',
  tells:
    "Somebody has the password of user0042 and sends seven prompts to the user's phone in 13 minutes; the user declines " +
    'six and lets one time out (50074, then 500121, the same originalRequestId for the rows of an attempt), and approves the eighth (0).',
  tell(teller) {
    const attacker = {
      user: teller.user(42),
      place: elementAt(STRANGERS, 1),
      address: '203.0.113.221',
      device: PRIVATE_BROWSER,
      application: 'Azure Portal',
      resource: 'Windows Azure Service Management API',
      risk: 'medium',
      correlationId: teller.random.guid(),
    } as const;
    for (const [index, time] of [
      '21:40:10',
      '21:41:35',
      '21:43:20',
      '21:45:02',
      '21:47:48',
      '21:50:15',
      '21:52:31',
    ].entries()) {
      const proof = index === 4 ? 'mfa-timeout' : 'mfa-declined';
      teller.signIn(clock(time), attacker, 50074, { code: 500121, proof });
    }
    teller.signIn(clock('21:55:04'), attacker, 50074, { code: 0, proof: 'mfa' });
    teller.signIn(
      clock('21:57:30'),
      { ...attacker, resource: 'Microsoft Graph', category: 'NonInteractiveUserSignInLogs' },
      0,
    );
  },
};
