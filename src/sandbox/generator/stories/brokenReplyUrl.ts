import { clock, type Story } from '../storyteller.ts';

const BEFORE = ['09:41:08', '09:52:40', '10:03:17'];
const BROKEN = [
  '10:11:02',
  '10:11:44',
  '10:13:09',
  '10:14:30',
  '10:15:51',
  '10:17:26',
  '10:18:03',
  '10:20:37',
  '10:22:15',
];
const AFTER = ['10:31:20', '10:33:46', '10:35:05'];

/** One release, and nobody gets into the app. */
export const brokenReplyUrl: Story = {
  name: '05-broken-reply-url',
  title: 'A broken reply URL after a deployment',
  tells:
    'The app Warehouse is released at 10:10 with a reply URL that is not registered: nine users in a row get 50011, until ' +
    'the URL is corrected at 10:30. High, many users, one application, several known addresses: a mistake, not an attack.',
  tell(teller) {
    const times = [...BEFORE, ...BROKEN, ...AFTER];
    for (const [index, time] of times.entries()) {
      const user = teller.user(200 + index * 4);
      const code = BROKEN.includes(time) ? 50011 : 0;
      teller.signIn(
        clock(time),
        { user, place: user.office, application: 'Warehouse', resource: 'Warehouse' },
        code,
      );
    }
  },
};
