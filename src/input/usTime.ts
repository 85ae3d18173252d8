const US_TIME = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),?\s+(\d{1,2}):(\d{2}):(\d{2})(\.\d+)?\s+([AP]M)$/i;

/**
 * A time as portals write it for a US reader (`2/25/2025, 9:19:25.391 AM`, month first, read as UTC) in ISO 8601
 * (`2025-02-25T09:19:25.391Z`); any other text unchanged, also one whose month cannot be one.
 */
export function fromUsTime(text: string): string {
  const [, month = '', day = '', year = '', hour = '', minute = '', second = '', fraction = '', half = ''] =
    US_TIME.exec(text) ?? [];
  if (!isBetween(month, 1, 12) || !isBetween(day, 1, 31) || !isBetween(hour, 1, 12)) return text;
  const hours = (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return `${date}T${String(hours).padStart(2, '0')}:${minute}:${second}${fraction}Z`;
}

function isBetween(digits: string, least: number, most: number): boolean {
  return digits !== '' && Number(digits) >= least && Number(digits) <= most;
}
