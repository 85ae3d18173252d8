import type { Tab } from '../workbookItems.ts';
import { BORDERS, UNKNOWN } from './borders.ts';
import { HANDOVER } from './handover.ts';
import { HEALTH } from './health.ts';
import { CODES, OVERVIEW } from './overview.ts';
import { PEOPLE, WORKLOADS } from './people.ts';

/** The tabs of the workbook. Queries aggregate before they join texts, and show 500 rows at most. */
export const TABS: readonly Tab[] = [OVERVIEW, CODES, PEOPLE, WORKLOADS, BORDERS, UNKNOWN, HANDOVER, HEALTH];
