import fc from 'fast-check';
import { describe, test } from 'vitest';
import { jsonBodies } from '../../../src/input/jsonBodies.ts';
import { collect, inChunks } from './support.ts';

const HEAD = '{"records":[';
const TAIL = ']}';

const nastyText = fc.oneof(
  fc.string({
    unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', 'a', '\u00e9', '\ud83d\ude00'),
  }),
  fc.string({ unit: 'binary' }),
);
const record = fc
  .tuple(
    fc.oneof(
      fc.dictionary(nastyText, fc.oneof(nastyText, fc.jsonValue({ maxDepth: 3 }))),
      fc.array(fc.jsonValue({ maxDepth: 2 })),
      nastyText,
    ),
    fc.constantFrom('', ' ', '\n  '),
  )
  .map(([value, indent]) => JSON.stringify(value, null, indent));
const blank = fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\t'), maxLength: 3 });
const sizes = fc.oneof(
  fc.constant([1]),
  fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 }),
);
const limit = fc.integer({ min: 1, max: 400 });

interface Rendered {
  readonly bytes: Buffer;
  /** Offset after each record. */
  readonly ends: readonly number[];
  /** Offset after the bracket or brace that closes the file. */
  readonly closed: number;
}

/** A file of one of the shapes, with the given blanks between all of its parts. */
const file = fc
  .record({
    records: fc.array(record, { maxLength: 12 }),
    blanks: fc.array(blank, { minLength: 1, maxLength: 4 }),
    shape: fc.constantFrom('array', 'records', 'value'),
    bom: fc.boolean(),
  })
  .map(({ records, blanks, shape, bom }) => {
    let turn = 0;
    const space = () => blanks[turn++ % blanks.length] ?? '';
    let text = `${bom ? '\ufeff' : ''}${space()}`;
    if (shape === 'array') text += '[';
    else text += `{${space()}"@odata.context"${space()}:"]}[{"${space()},"${shape}":${space()}[`;
    const ends = records.map((each, index) => {
      text += `${index > 0 ? ',' : ''}${space()}${each}`;
      const end = Buffer.byteLength(text);
      text += space();
      return end;
    });
    text += shape === 'array' ? ']' : `]${space()},"more":{"value":[1]}${space()}}`;
    const closed = Buffer.byteLength(text);
    return { records, rendered: { bytes: Buffer.from(text + space()), ends, closed } };
  });

async function split(bytes: Buffer, chunkSizes: readonly number[], bodyLimit: number): Promise<string[]> {
  const bodies = await collect(jsonBodies(inChunks(bytes, chunkSizes), bodyLimit));
  return bodies.map((body) => body.bytes.toString());
}

function inside(body: string): string {
  if (!body.startsWith(HEAD) || !body.endsWith(TAIL)) throw new Error(`no body of records: ${body}`);
  return body.slice(HEAD.length, -TAIL.length);
}

/** What is left of a file's first bytes after its last whole record and the punctuation next to it. */
function restOf({ bytes, ends, closed }: Rendered, cut: number, whole: number): string {
  if (cut >= closed) return '';
  const text = bytes.subarray(ends[whole - 1] ?? 0, cut).toString('latin1');
  return text.replace(/^[ \n\r\t]*(,[ \n\r\t]*|\][ \n\r\t]*)?/, '');
}

describe('the records of a file above the limit', () => {
  test('are its own bytes, all of them, in order, in bodies within the limit', async () => {
    await fc.assert(
      fc.asyncProperty(file, sizes, limit, async ({ records, rendered }, chunkSizes, bodyLimit) => {
        fc.pre(rendered.bytes.length > bodyLimit && records.length > 0);
        const bodies = await split(rendered.bytes, chunkSizes, bodyLimit);
        const joined = bodies.map(inside).join(',');
        if (joined !== records.join(',')) throw new Error(`${joined} instead of ${records.join(',')}`);
        for (const body of bodies) {
          const isSingle = records.includes(inside(body));
          if (Buffer.byteLength(body) > bodyLimit && !isSingle) throw new Error(`too large: ${body}`);
        }
      }),
    );
  });

  test('and what a break leaves over are all that was there', async () => {
    await fc.assert(
      fc.asyncProperty(file, sizes, limit, fc.nat(), async (made, chunkSizes, bodyLimit, place) => {
        const { records, rendered } = made;
        const cut = place % rendered.bytes.length;
        fc.pre(cut > bodyLimit);
        const start = rendered.bytes.subarray(0, cut);
        const whole = rendered.ends.filter((end) => end <= cut).length;
        const bodies = (await collect(jsonBodies(inChunks(start, chunkSizes), bodyLimit))).map(
          (body) => body.bytes,
        );
        if (whole === 0) {
          const blankOnly = start.toString('latin1').trim() === '';
          const expected = blankOnly ? [] : [start];
          if (Buffer.compare(Buffer.concat(bodies), Buffer.concat(expected)) !== 0)
            throw new Error('changed');
          return;
        }
        const rest = restOf(rendered, cut, whole).trimEnd();
        const left = rest === '' ? '' : (bodies.pop()?.toString('latin1').trim() ?? '').replace(/^,\s*/, '');
        if (left !== rest.replace(/^,\s*/, '')) throw new Error(`left over: ${left} instead of ${rest}`);
        const joined = bodies.map((body) => inside(body.toString())).join(',');
        if (joined !== records.slice(0, whole).join(',')) throw new Error(`cut out: ${joined}`);
      }),
    );
  });

  test('are found in the same way when values simply follow one another', async () => {
    const lines = fc.array(
      fc.dictionary(
        nastyText.filter((key) => !/^(records|value|tables)$/.test(key)),
        nastyText,
      ),
      {
        minLength: 2,
        maxLength: 10,
      },
    );
    await fc.assert(
      fc.asyncProperty(lines, sizes, limit, async (values, chunkSizes, bodyLimit) => {
        const records = values.map((value) => JSON.stringify(value));
        const bytes = Buffer.from(`${records.join('\n')}\n`);
        fc.pre(bytes.length > bodyLimit);
        const joined = (await split(bytes, chunkSizes, bodyLimit)).map(inside).join(',');
        if (joined !== records.join(',')) throw new Error(joined);
      }),
    );
  });
});

test('no bytes at all make it throw, and what is sent stands in the file in this order', async () => {
  const unit = fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '1', ' ', '\n', '"records":[', '"a"');
  await fc.assert(
    fc.asyncProperty(fc.string({ unit, maxLength: 60 }), sizes, async (text, chunkSizes) => {
      const bodies = await split(Buffer.from(text), chunkSizes, 4);
      let from = 0;
      for (const body of bodies) {
        const isFramed = body.startsWith(HEAD) && body.endsWith(TAIL) && !text.startsWith(body, from);
        const sent = isFramed ? inside(body) : body;
        const at = text.indexOf(sent, from);
        if (at === -1) throw new Error(`not in the file after ${from}: ${sent}`);
        from = at + sent.length;
      }
    }),
    { numRuns: 500 },
  );
});
