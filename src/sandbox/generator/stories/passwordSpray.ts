import { SCRIPT } from '../devices.ts';
import { STRANGERS } from '../places.ts';
import { elementAt } from '../random.ts';
import { clock, type Story } from '../storyteller.ts';
import { toNobody } from '../tenant.ts';

/** Every eighth user is tried, so that no two neighbours of the directory follow each other. */
const TRIED = Array.from({ length: 32 }, (_, index) => 3 + index * 8);
const LOCKED = 155;
const LEFT_LONG_AGO = 211;
const GUESSED = 251;

/** One password over many accounts, from one address. */
export const passwordSpray: Story = {
  name: '02-password-spray',
  title: 'A password spray that ends in a success',
  tells:
    `One address tries the same password on ${TRIED.length} accounts within 16 minutes (50126), meets a locked account (50053) ` +
    'and a name that does not exist (50034), and is let in as user0251 (0) by a client that asks for no second factor.',
  tell(teller) {
    const attacker = {
      place: elementAt(STRANGERS, 0),
      address: '203.0.113.150',
      device: SCRIPT,
      application: 'Microsoft Office',
      risk: 'medium',
    } as const;
    const outcomes = new Map([
      [LOCKED, 50053],
      [LEFT_LONG_AGO, 50034],
      [GUESSED, 0],
    ]);
    for (const [index, number] of TRIED.entries()) {
      const at = clock('02:14') + index * 30_000 + teller.random.int(0, 6_000);
      const known = teller.user(number);
      const user = number === LEFT_LONG_AGO ? toNobody(known, 9107) : known;
      teller.signIn(at, { ...attacker, user }, outcomes.get(number) ?? 50126);
    }
    const user = teller.user(GUESSED);
    teller.signIn(
      clock('02:31'),
      { ...attacker, user, risk: 'high', category: 'NonInteractiveUserSignInLogs' },
      0,
    );
  },
};
