import { PRIVATE_BROWSER } from '../devices.ts';
import { STRANGERS } from '../places.ts';
import { elementAt } from '../random.ts';
import { clock, type Story } from '../storyteller.ts';

/** Passwordless, with somebody else at the other end. */
export const remoteSession: Story = {
  name: '08-remote-session-refused',
  title: 'Remote sessions refused',
  tells:
    'A stranger starts passwordless sign-ins as user0116, who denies them (1003033) or meets the wrong number (70037); ' +
    "the key that is tried next is not the user's (135010), and the connection to the device is not consented to (50206). " +
    'An hour later the user signs in from home.',
  tell(teller) {
    const user = teller.user(116);
    const stranger = {
      user,
      place: elementAt(STRANGERS, 0),
      address: '203.0.113.177',
      device: PRIVATE_BROWSER,
      application: 'Microsoft Authentication Broker',
      resource: 'Windows Azure Active Directory',
      correlationId: teller.random.guid(),
    };
    teller.signIn(clock('18:12:05'), stranger, 1003033);
    teller.signIn(clock('18:13:22'), stranger, 70037);
    teller.signIn(clock('18:14:50'), stranger, 70037);
    teller.signIn(clock('18:16:31'), stranger, 1003033);
    teller.signIn(clock('18:19:02'), stranger, 70037);
    teller.signIn(clock('18:24:44'), stranger, 135010);
    teller.signIn(clock('18:26:13'), stranger, 50206);
    teller.signIn(clock('19:30:00'), { user }, { code: 0, proof: 'mfa' });
  },
};
