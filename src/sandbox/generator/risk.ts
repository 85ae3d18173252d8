/** What Identity Protection thinks of a sign-in; `none` for almost all. */
export type SignInRisk = 'none' | 'medium' | 'high';

interface RiskProperties {
  readonly riskDetail: string;
  readonly riskLevelAggregated: SignInRisk;
  readonly riskLevelDuringSignIn: SignInRisk;
  readonly riskState: string;
  readonly riskEventTypes: readonly string[];
  readonly riskEventTypes_v2: readonly string[];
}

const DETECTIONS: Readonly<Record<SignInRisk, readonly string[]>> = {
  none: [],
  medium: ['unfamiliarFeatures'],
  high: ['unfamiliarFeatures', 'passwordSpray'],
};

/** The risk members of a person's record. */
export function toRisk(risk: SignInRisk): RiskProperties {
  return {
    riskDetail: 'none',
    riskLevelAggregated: risk,
    riskLevelDuringSignIn: risk,
    riskState: risk === 'none' ? 'none' : 'atRisk',
    riskEventTypes: DETECTIONS[risk],
    riskEventTypes_v2: DETECTIONS[risk],
  };
}
