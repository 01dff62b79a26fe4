import { complianceQueries } from './compliance.ts'
import { concordanceQueries } from './concordance.ts'
import { dataQueries } from './data.ts'
import { profitabilityQueries } from './profitability.ts'
import { throughputQueries } from './throughput.ts'
import type { LibraryQuery } from './types.ts'

export { LIBRARY_TOPICS, type LibraryQuery, type LibraryTopic } from './types.ts'

/** The console's library, in the order in which it is shown. Each runs in DuckDB as it stands, on any snapshot. */
export const LIBRARY: readonly LibraryQuery[] = [
  ...throughputQueries,
  ...complianceQueries,
  ...concordanceQueries,
  ...profitabilityQueries,
  ...dataQueries,
]
