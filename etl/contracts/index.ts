import { aiResults } from './ai-results.ts'
import { billing } from './billing.ts'
import type { Contract } from './contract.ts'
import { costs } from './costs.ts'
import { exams } from './exams.ts'
import { scannerLog } from './scanner-log.ts'

export type { Column, ColumnType, Contract } from './contract.ts'

/** Feeds in the order in which a run loads them. */
export const contracts: Contract[] = [exams, scannerLog, aiResults, billing, costs]

export const REFERENCE_FOLDER = 'reference'
/** Declares HTTP sources (docs/sources.md); in the root of the landing folder it is no landed data. */
export const SOURCES_NAME = 'sources.json'

/** Folder below the landing folder that holds source profiles; it is no feed. */
export const PROFILES_FOLDER = 'profiles'

export function contractOf(feed: string): Contract | undefined {
  return contracts.find((c) => c.feed === feed)
}
