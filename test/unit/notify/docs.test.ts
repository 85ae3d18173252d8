import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renderDigest, renderReadmeAlert, toPicture } from '../../support/notifyDocs.ts';

const page = readFileSync(new URL('../../../docs/notify.md', import.meta.url), 'utf8');
const [card, digestEvent] = Array.from(page.matchAll(/```json\n([\s\S]*?)```/g), ([, json = '']) =>
  JSON.parse(json),
);

it('docs/notify.md shows the card and the digest as they are', async () => {
  expect(page).toContain(`\`\`\`\n${toPicture(renderReadmeAlert('en'))}\n\`\`\``);
  expect(page).toContain(`\`\`\`\n${toPicture(await renderDigest('teams'))}\n\`\`\``);
  expect(card).toEqual(JSON.parse(renderReadmeAlert('en').body));
  expect(digestEvent).toEqual(JSON.parse((await renderDigest('cloudevents')).body));
});
