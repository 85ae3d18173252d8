import { clock, type Row, type Story } from '../storyteller.ts';

const SETTING_UP: readonly (readonly [time: string, user: number, ...rows: Row[]])[] = [
  ['10:02:11', 301, 130504],
  ['10:05:37', 302, 130507],
  ['10:06:20', 302, 130507],
  ['10:07:49', 302, 50079, { code: 0, proof: 'mfa' }],
  ['10:12:03', 303, 700003],
  ['10:15:26', 303, 50155],
  ['10:20:54', 301, 0],
  ['10:21:58', 303, 530003],
  ['10:25:40', 304, 50131],
  ['10:28:33', 304, 50097, 53000],
  ['10:40:12', 303, 0],
  ['11:15:09', 304, 0],
];

/** First day with a new device. */
export const newLaptops: Story = {
  name: '09-new-laptops',
  title: 'New laptops and access passes',
  tells:
    'Four users set up new laptops with temporary access passes: one pass has run out (130504), one is mistyped (130507); ' +
    'the devices are not known yet (700003, 50155), not managed (530003), not compliant (53000) or in the wrong state (50131), and in the end all is well (0).',
  tell(teller) {
    for (const [time, number, ...rows] of SETTING_UP) {
      const user = teller.user(number);
      const person = {
        user,
        place: user.office,
        application: 'Windows Sign In',
        resource: 'Microsoft Graph',
      };
      teller.signIn(clock(time), person, ...rows);
    }
  },
};
