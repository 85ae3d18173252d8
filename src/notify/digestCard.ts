import type { CardStyle } from './alertCard.ts';
import { toParagraph, toQueryParagraph, toRun, toTeamsMessage } from './cardParts.ts';
import type { Digest, DigestGroup } from './digest.ts';
import { toSucceededQuery } from './queries.ts';

/** Groups in a card; more than that nobody reads, and Teams refuses cards above 28 KB. */
const GROUPS_SHOWN = 15;

/** Characters of a name in it. */
const NAME_CHARACTERS = 80;

/** The message for Teams about alerts that nobody was told of yet. */
export function toDigestCard({ words, localTime }: CardStyle, digest: Digest): object {
  const shown = digest.groups.slice(0, GROUPS_SHOWN);
  const rest = digest.groups.slice(GROUPS_SHOWN);
  const restAlerts = rest.reduce((sum, { alerts }) => sum + alerts, 0);
  const toLine = ({ who, code, name, level, alerts, last }: DigestGroup) =>
    toParagraph([
      toRun(`${words.count(alerts)} `, { weight: 'Bolder' }),
      toRun(who || words.nobody, { weight: 'Bolder' }, NAME_CHARACTERS),
      toRun(` ${words.level[level]} ${code || words.noCode} ${name}`, {}, NAME_CHARACTERS),
      toRun(words.lastAt(localTime(last)), { isSubtle: true }),
    ]);
  return toTeamsMessage([
    toParagraph([
      toRun(words.digest(digest.alerts), { weight: 'Bolder', size: 'Large', color: 'Attention' }),
    ]),
    toParagraph([toRun(words.span(localTime(digest.first), localTime(digest.last)), { isSubtle: true })]),
    ...shown.map(toLine),
    ...(rest.length === 0 ? [] : [toParagraph([toRun(words.more(rest.length, restAlerts))])]),
    toParagraph([toRun(words.succeeded, { weight: 'Bolder' })], { spacing: 'Medium' }),
    toQueryParagraph(toSucceededQuery(digest.first, digest.last)),
  ]);
}
