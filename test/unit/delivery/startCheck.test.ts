import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../src/delivery/ports.ts';
import { DeliveryError } from '../../../src/delivery/processBatch.ts';
import { checkStart, type Destinations } from '../../../src/delivery/startCheck.ts';
import { refused, unavailable } from '../../fakes/fault.ts';

const down = unavailable('status 403 from sink.example.com');
type Name = keyof Destinations;

/** Destinations that answer so; all others can be used. */
function destinations(answers: Partial<Record<Name, Delivery>>, asked: number[] = []): Destinations {
  const answering = (name: Name) => ({
    check: async (withinMs: number) => {
      asked.push(withinMs);
      return answers[name] ?? ({ ok: true } as const);
    },
  });
  return {
    rows: answering('rows'),
    alerts: answering('alerts'),
    spills: answering('spills'),
    deadLetters: answering('deadLetters'),
  };
}

describe('the check at the start', () => {
  it('finds no fault where everything can be used; it gives each destination five seconds', async () => {
    const asked: number[] = [];
    expect(await checkStart(destinations({}, asked))).toEqual([]);
    expect(asked).toEqual([5_000, 5_000, 5_000, 5_000]);
  });

  it.each([
    [
      'rows',
      /settings LOGS_INGESTION_ENDPOINT and LOGS_INGESTION_RULE_ID; role Monitoring Metrics Publisher /,
    ],
    ['alerts', /settings ALERT_QUEUE_ENDPOINT and ALERT_QUEUE_NAME; role Storage Queue Data Message Sender /],
    ['spills', /settings BLOB_ENDPOINT and SPILL_CONTAINER; role Storage Blob Data Contributor /],
    ['deadLetters', /settings BLOB_ENDPOINT and DEAD_LETTER_CONTAINER; role Storage Blob Data Contributor /],
  ] as const)(
    'survives a fault of %s alone, and tells what was answered and what mends it',
    async (what, mend) => {
      const faults = await checkStart(destinations({ [what]: down }));
      expect(faults).toEqual([{ what, detail: expect.stringMatching(mend) }]);
      expect(faults[0]?.detail).toMatch(/^status 403 from sink\.example\.com; settings /);
    },
  );

  it('takes a service that refuses the empty question for one that is there', async () => {
    expect(await checkStart(destinations({ rows: refused('status 400'), spills: refused('x') }))).toEqual([]);
  });

  it.each<[Name[], boolean]>([
    [['rows', 'alerts'], false],
    [['rows', 'alerts', 'deadLetters'], false],
    [['spills', 'deadLetters'], false],
    [['spills', 'rows'], true],
    [['spills', 'alerts'], true],
    [['rows', 'alerts', 'spills', 'deadLetters'], true],
  ])('with faults of %j: nothing durable is left: %s', async (names, hopeless) => {
    const check = checkStart(destinations(Object.fromEntries(names.map((name) => [name, down]))));
    if (!hopeless) {
      expect((await check).map(({ what }) => what).sort()).toEqual(names.toSorted());
      return;
    }
    const error: unknown = await check.catch((thrown) => thrown);
    expect(error).toBeInstanceOf(DeliveryError);
    const [head, ...lines] = String(error).split('\n');
    expect(head).toBe(`DeliveryError: nothing durable can be reached (${names.length} faults):`);
    expect(lines.map((line) => /^ {2}(\w+): status 403 .*role /.exec(line)?.[1]).sort()).toEqual(
      names.toSorted(),
    );
  });
});
