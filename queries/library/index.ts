import { complianceQueries } from '../compliance/compliance-library.ts'
import { concordanceQueries } from '../concordance/concordance-library.ts'
import { dataQueries } from '../data/data-library.ts'
import { profitabilityQueries } from '../profitability/profitability-library.ts'
import { throughputQueries } from '../throughput/throughput-library.ts'
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
