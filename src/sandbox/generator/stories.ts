import { appRollout } from './stories/appRollout.ts';
import { brokenReplyUrl } from './stories/brokenReplyUrl.ts';
import { endedSessions } from './stories/endedSessions.ts';
import { firstPartyConsent } from './stories/firstPartyConsent.ts';
import { mfaFatigue } from './stories/mfaFatigue.ts';
import { newLaptops } from './stories/newLaptops.ts';
import { ordinaryMorning } from './stories/ordinaryMorning.ts';
import { partnerTenants } from './stories/partnerTenants.ts';
import { passwordSpray } from './stories/passwordSpray.ts';
import { pendingInvitation } from './stories/pendingInvitation.ts';
import { remoteSession } from './stories/remoteSession.ts';
import { wrongSecret } from './stories/wrongSecret.ts';
import type { Story } from './storyteller.ts';

/** The stories of the shipped samples, in the order of their files. */
export const STORIES: readonly Story[] = [
  ordinaryMorning,
  passwordSpray,
  mfaFatigue,
  pendingInvitation,
  brokenReplyUrl,
  wrongSecret,
  firstPartyConsent,
  remoteSession,
  newLaptops,
  appRollout,
  partnerTenants,
  endedSessions,
];
