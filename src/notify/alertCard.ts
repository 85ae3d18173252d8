import { isObject } from '../core/json/types.ts';
import { type Paragraph, toFact, toParagraph, toQueryParagraph, toRun, toTeamsMessage } from './cardParts.ts';
import type { IncomingAlert } from './incomingAlert.ts';
import type { LocalTime } from './localTime.ts';
import { toAttemptQuery, toRowQuery } from './queries.ts';
import type { NotifyLanguage, NotifyWords } from './words.ts';

export interface CardStyle {
  readonly language: NotifyLanguage;
  readonly words: NotifyWords;
  readonly localTime: LocalTime;
}

/** The first steps are what somebody does who just got the card; all of them stand in the catalog. */
const STEPS_SHOWN = 3;

/** The catalog's links lead to one host; a link from anywhere else is not shown. */
const LINK_HOST = 'learn.microsoft.com';

/**
 * The message for Teams about one alert.
 * @param who from its group
 * @param until when the window ends in which the same is only counted, in milliseconds since 1970 UTC
 */
export function toAlertCard(
  { language, words, localTime }: CardStyle,
  { data }: IncomingAlert,
  who: string,
  until: number,
): object {
  const { what, where, code, correlationId } = data;
  const field = (fields: Readonly<Record<string, unknown>>, name: string): string =>
    typeof fields[name] === 'string' ? fields[name] : '';
  const city = isObject(where['LocationDetails']) ? field(where['LocationDetails'], 'city') : '';
  const asn = field(where, 'AutonomousSystemNumber');
  const time = Date.parse(data.time ?? '');
  const { passwordProven } = data;
  const password = passwordProven ? words.password.proven : words.password.refused;
  const steps = (data.remediation?.analyst ?? []).slice(0, STEPS_SHOWN);
  const body: Paragraph[] = [
    toParagraph([
      toRun(listed(' ', `${words.level[data.level]} ·`, code || words.noCode, data.name ?? ''), {
        weight: 'Bolder',
        size: 'Large',
        color: 'Attention',
      }),
    ]),
    ...(data.summary === undefined ? [] : [toParagraph([toRun(data.summary[language])])]),
    ...toFact(words.labels.who, who || words.nobody),
    ...toFact(
      words.labels.application,
      listed(', ', field(what, 'AppDisplayName'), field(what, 'ResourceDisplayName')),
    ),
    ...toFact(
      words.labels.from,
      listed(', ', field(where, 'IPAddress'), city, field(where, 'Location'), asn && `AS${asn}`),
    ),
    ...toFact(words.labels.when, Number.isNaN(time) ? (data.time ?? '') : localTime(time)),
    ...toFact(words.labels.detail, field(what, 'ResultDetail')),
    ...toFact(words.labels.password, passwordProven === undefined ? '' : password),
    ...(steps.length === 0
      ? []
      : [toParagraph([toRun(words.steps, { weight: 'Bolder' })], { spacing: 'Medium' })]),
    ...steps.map((step, index) => toParagraph([toRun(`${index + 1}. ${step[language]}`)])),
    ...(correlationId === undefined
      ? []
      : [
          toParagraph([toRun(words.attempt, { weight: 'Bolder' })], { spacing: 'Medium' }),
          toQueryParagraph(toAttemptQuery(correlationId)),
        ]),
    toParagraph([toRun(`${words.labels.row}:`, { weight: 'Bolder' })]),
    toQueryParagraph(toRowQuery(data.recordId)),
    toParagraph([toRun(words.until(localTime(until)), { isSubtle: true })], { separator: true }),
  ];
  const url = data.links.find((link) => isOurs(link));
  return toTeamsMessage(body, url === undefined ? undefined : { title: words.readMore, url });
}

function listed(separator: string, ...values: readonly string[]): string {
  return values.filter((value) => value !== '').join(separator);
}

function isOurs(link: string): boolean {
  const url = URL.parse(link);
  // As it was parsed: what else a client could read into the text is not ours.
  return url?.protocol === 'https:' && url.host === LINK_HOST && url.href === link;
}
