import { createHash } from 'node:crypto';
import type { RuleResult } from '../../kql/backtest/backtest.ts';
import { VERSION } from '../../version.ts';
import { inOrder, mostFrequent, type Outcome } from './outcome.ts';
import { sourceText } from './report.ts';

const STYLE = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}body{max-width:68rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin:0}table{border-collapse:collapse;width:100%;margin:1rem 0}
th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #8884;vertical-align:top;overflow-wrap:anywhere}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}section{border:1px solid #8884;border-radius:.4rem;padding:1rem;margin:1rem 0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem}.quiet{opacity:.7}.bad{color:#c00}a{color:inherit}`;

const HASH = createHash('sha256').update(STYLE).digest('base64');

/** Text of a log is text on the page, whatever it holds; characters that change the direction of writing are dropped. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\n\t]|[\p{Cf}\u2028\u2029]/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The outcome as one HTML page: no scripts, nothing loaded from anywhere, and a policy that forbids both. */
export function toPage(outcome: Outcome): string {
  const rules = inOrder(outcome.rules);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${HASH}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>Backtest of ${rules.length} rules</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Backtest of ${rules.length} rules</h1>
<p>${escaped(sourceText(outcome))}</p>
<p class="quiet">Catalog ${escaped(outcome.catalogVersion)}, entra-signin-risk ${VERSION}. Watchlists count as empty unless they come from a workspace.</p>
<table>
<thead><tr><th>Rule</th><th class="n">Alerts</th><th class="n">Runs that fired</th><th>Severities</th></tr></thead>
<tbody>
${rules.map((rule, index) => overview(rule, index)).join('\n')}
</tbody>
</table>
${rules.map((rule, index) => details(rule, index)).join('\n')}
</body>
</html>
`;
}

function overview({ rule, alerts, fired, runs, severities, error }: RuleResult, index: number): string {
  const levels = [...severities].map(([level, n]) => `${escaped(level)} ${n}`).join(', ');
  const cells =
    error === undefined
      ? `<td class="n">${alerts}</td><td class="n">${fired} of ${runs}</td><td>${levels}</td>`
      : '<td colspan="3" class="bad">could not be run</td>';
  return `<tr><td><a href="#rule-${index}">${escaped(rule.name)}</a></td>${cells}</tr>`;
}

function details({ file, rule, error, entities, examples }: RuleResult, index: number): string {
  const fault = error === undefined ? '' : `<pre class="bad">${escaped(error)}</pre>`;
  const people = [...entities]
    .filter(([, counts]) => counts.size > 0)
    .map(([type, counts]) => {
      const most = mostFrequent(counts, 20).map(([text, n]) => `${escaped(text)} (${n})`);
      const rest = counts.size - most.length;
      return `<tr><th>${escaped(type)}</th><td>${most.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}</td></tr>`;
    });
  const alerts = examples.map(
    ({
      at,
      title,
      description,
      severity,
      row,
    }) => `<details><summary>${escaped(at.slice(0, 16))}Z ${escaped(severity)}: ${escaped(title)}</summary>
<p>${escaped(description)}</p><pre>${escaped(JSON.stringify(row, null, 2))}</pre></details>`,
  );
  return `<section id="rule-${index}"><h2>${escaped(rule.name)}</h2><p class="quiet">${escaped(file)}</p>${fault}
${people.length > 0 ? `<table><tbody>${people.join('')}</tbody></table>` : ''}
${alerts.join('\n')}</section>`;
}
