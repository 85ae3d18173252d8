import { clock, type Story } from '../storyteller.ts';

/** Nothing lasts. */
export const endedSessions: Story = {
  name: '12-ended-sessions',
  title: 'Sessions and tokens that end',
  tells:
    'After a password change by user0050 the older sessions and tokens fail (50132, 50133, 50173); others meet the ends that ' +
    'are set for all: sign-in frequency (70043, 70044, 70046), MFA that is too old (50078), a page left open (50089), ' +
    'a code used twice (54006), tokens of single page apps (700084) and idle ones (700082).',
  tell(teller) {
    const rows: readonly (readonly [time: string, user: number, application: string, code: number])[] = [
      ['12:30:15', 50, 'Microsoft Teams', 50133],
      ['12:30:52', 50, 'Microsoft Office', 50173],
      ['12:31:20', 50, 'One Outlook Web', 50132],
      ['12:48:33', 181, 'One Outlook Web', 70043],
      ['12:55:01', 182, 'Azure Portal', 50078],
      ['13:04:46', 183, 'Expenses', 54006],
      ['13:10:27', 184, 'One Outlook Web', 700084],
      ['13:16:39', 185, 'Microsoft Azure PowerShell', 700082],
    ];
    for (const [time, number, application, code] of rows) {
      const user = teller.user(number);
      teller.signIn(
        clock(time),
        { user, place: user.office, application, category: 'NonInteractiveUserSignInLogs' },
        code,
      );
    }
    teller.signIn(clock('12:34:02'), { user: teller.user(50) }, { code: 0, proof: 'mfa' });
    teller.signIn(clock('12:51:18'), { user: teller.user(181) }, 70044, 0);
    teller.signIn(clock('12:57:40'), { user: teller.user(182), application: 'Azure Portal' }, 70046, {
      code: 0,
      proof: 'mfa',
    });
    teller.signIn(clock('13:22:54'), { user: teller.user(186), application: 'Time Sheets' }, 50089);
  },
};
