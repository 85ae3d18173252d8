import { applicationLadder } from './applicationLadder.ts';
import { conditionalAccessBlockThenOtherClient } from './conditionalAccessBlockThenOtherClient.ts';
import { consentOrRedirectLure } from './consentOrRedirectLure.ts';
import { crossTenantBlockThenElsewhere } from './crossTenantBlockThenElsewhere.ts';
import { deviceFailureThenRegistration } from './deviceFailureThenRegistration.ts';
import { firstPartyTokenNewPair } from './firstPartyTokenNewPair.ts';
import { highCodeNeverSeen } from './highCodeNeverSeen.ts';
import { highRow } from './highRow.ts';
import { mfaFatigueThenSuccess } from './mfaFatigueThenSuccess.ts';
import { passwordlessProbing } from './passwordlessProbing.ts';
import { passwordProvenThenIn } from './passwordProvenThenIn.ts';
import { revokedTokenBurst } from './revokedTokenBurst.ts';
import { riskBurstThenSuccess } from './riskBurstThenSuccess.ts';
import type { RuleScenarios } from './scenario.ts';
import { workloadSecretGuessing } from './workloadSecretGuessing.ts';

/** What happens, and what each rule makes of it. */
export const RULE_SCENARIOS: readonly RuleScenarios[] = [
  applicationLadder,
  conditionalAccessBlockThenOtherClient,
  consentOrRedirectLure,
  crossTenantBlockThenElsewhere,
  deviceFailureThenRegistration,
  firstPartyTokenNewPair,
  highCodeNeverSeen,
  highRow,
  mfaFatigueThenSuccess,
  passwordProvenThenIn,
  passwordlessProbing,
  revokedTokenBurst,
  riskBurstThenSuccess,
  workloadSecretGuessing,
];
