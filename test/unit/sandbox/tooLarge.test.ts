import { expect, it } from 'vitest';
import type { BlobStore } from '../../../src/delivery/ports.ts';
import { InputError } from '../../../src/input/read.ts';
import { writeTooLarge } from '../../../src/sandbox/tooLarge.ts';

const blobs: Buffer[] = [];
const store: BlobStore = {
  async put(_, content) {
    blobs.push(Buffer.from(content));
    return { ok: true };
  },
  check: async () => ({ ok: true }),
};

it('a body that no hub takes is a dead letter that names file and place', async () => {
  const body = { file: 'big.jsonl', position: 'line 7', bytes: Buffer.from('{"a":1}') };
  expect(await writeTooLarge(store, body)).toMatchObject({ events: 1, records: 1, deadLetters: 1 });
  const letter = JSON.parse(String(blobs.at(-1)));
  expect(letter).toMatchObject({
    reason: 'body-too-large',
    detail: expect.stringContaining('big.jsonl, line 7'),
  });
  expect(Buffer.from(letter.bytesBase64, 'base64').toString()).toBe('{"a":1}');
});

it('one that is too large for a dead letter ends the run with an InputError that names file and place', async () => {
  // Never written to, these bytes take no memory.
  const body = { file: 'big.jsonl', position: 'line 7', bytes: Buffer.alloc(450 * 1024 * 1024) };
  const writing = writeTooLarge(store, body);
  await expect(writing).rejects.toThrow(InputError);
  await expect(writing).rejects.toThrow(
    /^big\.jsonl, line 7: 471859200 bytes in one piece, at most 268435456 /,
  );
});
