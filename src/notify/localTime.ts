/** Writes a time (milliseconds since 1970 UTC) as the people read it who get the notifications. */
export type LocalTime = (ms: number) => string;

/**
 * The writer for a time zone, as `2026-11-17 06:40:15 GMT+9`: the same in every language, and never without its offset.
 * @param timeZone an IANA name, such as Asia/Tokyo
 * @throws RangeError for a name that Node.js does not know
 */
export function createLocalTime(timeZone: string): LocalTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'shortOffset',
  });
  return (ms) => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
    const date = [get('year'), get('month'), get('day')].join('-');
    return `${date} ${[get('hour'), get('minute'), get('second')].join(':')} ${get('timeZoneName')}`;
  };
}
