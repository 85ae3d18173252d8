import type { LetterDetail } from '../../api.ts';
import { ask } from '../ask.ts';
import { type Context, runOf, type View } from '../context.ts';
import { h, linkTo, put } from '../dom.ts';
import { logText, toShown } from '../logText.ts';
import { toHash } from '../route.ts';
import { faultText, toPosition } from './deadLetters.ts';

const PER_LINE = 16;
/** A page of bytes is enough to see what they are; the file has all of them. */
const MOST_HEX = 2048;

/** One dead letter: why, where from, and its bytes as they came. */
export function deadLetter(context: Context, id: string): View {
  const { words, format, route } = context;
  const body = h('div', { class: 'view' });
  return {
    element: body,
    title: words.deadLetters.one,
    async refresh() {
      const letter = await ask<LetterDetail>(`/api/dead-letters/${id}`);
      const bytes = Uint8Array.from(atob(letter.base64), (character) => character.charCodeAt(0));
      const isWhole = letter.shown === letter.size;
      put(
        body,
        linkTo(
          toHash('dead-letters', runOf(route().query)),
          { class: 'back' },
          `‹ ${words.deadLetters.title}`,
        ),
        h('h1', {}, faultText(letter.reason, context)),
        h('p', { class: 'lead' }, logText(letter.detail)),
        h(
          'section',
          { class: 'card' },
          h(
            'dl',
            { class: 'values' },
            ...pair(words.column.reason, letter.reason),
            ...pair(words.column.position, toPosition(letter)),
            ...pair(words.deadLetters.enqueued, letter.enqueuedTime),
            ...pair(words.column.size, format.bytes(letter.size)),
          ),
        ),
        h(
          'section',
          { class: 'card' },
          h('h2', {}, words.deadLetters.text),
          !isWhole && h('p', { class: 'hint' }, words.deadLetters.begins(format.bytes(letter.shown))),
          h('pre', { class: 'bytes-text' }, toReadable(bytes)),
        ),
        h(
          'section',
          { class: 'card' },
          h('h2', {}, words.deadLetters.bytes),
          bytes.length > MOST_HEX &&
            h('p', { class: 'hint' }, words.deadLetters.begins(format.bytes(MOST_HEX))),
          h('pre', { class: 'hex' }, toHex(bytes.subarray(0, MOST_HEX))),
        ),
      );
    },
  };
}

function pair(name: string, value: string): Node[] {
  return [h('dt', {}, name), h('dd', {}, logText(value))];
}

/** Bytes as text; line breaks stay, and what is no text becomes a visible mark. */
function toReadable(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(bytes);
  return text.split(/\r?\n/).map(toShown).join('\n');
}

/** Offset, bytes and letters, as people who look at bytes are used to. */
function toHex(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += PER_LINE) {
    const part = [...bytes.subarray(at, at + PER_LINE)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const letters = part
      .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
      .join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(PER_LINE * 3)} ${letters}`);
  }
  return lines.join('\n');
}
