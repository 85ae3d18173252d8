import { toRiskSources } from '../../src/compose.ts';
import { createEnricher, type Enricher, type EnricherOptions } from '../../src/core/enrich.ts';

const sources = toRiskSources({
  RISK_PACKS: ['microsoft-secops'],
  TENANT_PACKS: [
    { id: 'fuzz', version: '1', levels: { '50140': 'High', '70044': 'Low' }, reason: 'fuzzing' },
  ],
});

/** The settings that inputs meet, with the project's own data: the defaults, everything at once, and filters with a policy. */
export const PROFILE_OPTIONS: readonly EnricherOptions[] = [
  { ...toRiskSources({}), rowDetail: 'compact', minRowLevel: 'Low', alertPolicy: [] },
  {
    ...sources,
    rowDetail: 'full',
    minRowLevel: 'Low',
    alertPolicy: [{ action: 'send', reason: 'every sign-in' }],
  },
  {
    ...sources,
    rowDetail: 'compact',
    minRowLevel: 'Medium',
    categories: ['SignInLogs', 'NonInteractiveUserSignInLogs'],
    alertPolicy: [
      { action: 'suppress', reason: 'over', expires: '2020-01-01', levels: ['High'] },
      { action: 'suppress', reason: 'places', ipRanges: ['203.0.113.0/24', '2001:db8::/32', 'fe80::/10'] },
      { action: 'send', reason: 'people', users: ['user@example.com', '日本'], categories: ['SignInLogs'] },
      {
        action: 'suppress',
        reason: 'applications',
        applications: ['App', ''.padEnd(40, 'x')],
        codes: ['50126', '0'],
      },
      { action: 'send', reason: 'the rest', levels: ['Unknown', 'Medium'] },
    ],
  },
];

export const PROFILES: readonly Enricher[] = PROFILE_OPTIONS.map((options) => createEnricher(options));
