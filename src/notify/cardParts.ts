import { toPlainText } from './plainText.ts';

/** A piece of text in a card. Unlike a TextBlock or a Fact, it knows neither Markdown nor functions like DATE. */
export interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly size?: 'Large' | 'Small';
  readonly color?: 'Attention';
  readonly isSubtle?: true;
  readonly fontType?: 'Monospace';
}

/** A paragraph. */
export interface Paragraph {
  readonly type: 'RichTextBlock';
  readonly inlines: readonly TextRun[];
  readonly spacing?: 'Small' | 'Medium';
  readonly separator?: true;
}

export type TextLook = Omit<TextRun, 'type' | 'text'>;

/** Characters of one piece of text: a card must stay below the 28 KB that Teams takes. */
const MOST_CHARACTERS = 300;

/** A piece of text that is not ours, or may hold such. */
export function toRun(text: string, look: TextLook = {}, most = MOST_CHARACTERS): TextRun {
  return { type: 'TextRun', text: toPlainText(text, most), ...look };
}

/**
 * A query. What comes from a log stands in it as string literals in which all but letters, digits and a few marks is
 * escaped, so it is shown as it is, for copying.
 */
export function toQueryParagraph(query: string): Paragraph {
  return toParagraph([{ type: 'TextRun', text: query, fontType: 'Monospace', size: 'Small' }]);
}

export function toParagraph(
  inlines: readonly TextRun[],
  look: Omit<Paragraph, 'type' | 'inlines'> = {},
): Paragraph {
  return { type: 'RichTextBlock', inlines, spacing: 'Small', ...look };
}

/** A label and its value; nothing without a value. */
export function toFact(label: string, value: string): Paragraph[] {
  if (value === '') return [];
  return [toParagraph([toRun(`${label}: `, { weight: 'Bolder' }), toRun(value)])];
}

/** A message with a card, as the Teams template of Workflows takes it by its webhook. */
export function toTeamsMessage(
  body: readonly Paragraph[],
  link?: { readonly title: string; readonly url: string },
) {
  const actions = link === undefined ? {} : { actions: [{ type: 'Action.OpenUrl', ...link }] };
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body,
          ...actions,
        },
      },
    ],
  };
}
