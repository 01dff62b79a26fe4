import type { Check } from '../check.ts'
import { aiRate } from './ai-rate.ts'
import { charges } from './charges.ts'
import { clock } from './clock.ts'
import { codes } from './codes.ts'
import { columns } from './columns.ts'
import { duplicates } from './duplicates.ts'
import { durations } from './durations.ts'
import { freshness } from './freshness.ts'
import { martKeys } from './mart-keys.ts'
import { martProfit } from './mart-profit.ts'
import { martQuality } from './mart-quality.ts'
import { martThroughput } from './mart-throughput.ts'
import { matching } from './matching.ts'
import { money } from './money.ts'
import { plausibility } from './plausibility.ts'
import { rejects } from './rejects.ts'
import { sources } from './sources.ts'
import { volume } from './volume.ts'

/**
 * Every check that is selected from tables, in the order in which they run: what the centers sent, then what was made of it. Row
 * counts and source profiles are not: what they compare is in no table.
 */
export const checks: Check[] = [
  ...sources,
  ...freshness,
  ...volume,
  ...matching,
  ...duplicates,
  ...rejects,
  ...durations,
  ...clock,
  ...charges,
  ...aiRate,
  ...money,
  ...plausibility,
  ...codes,
  ...columns,
  ...martKeys,
  ...martThroughput,
  ...martQuality,
  ...martProfit,
]
