import type { DuckDBConnection } from '@duckdb/node-api'
import type { ExportOutcome } from '../types.ts'
import type { Job } from './messages.ts'

export async function runExport(
  _connection: DuckDBConnection,
  _job: Extract<Job, { kind: 'export' }> & { select: string; limited: string },
): Promise<Omit<ExportOutcome, 'bytes'>> {
  throw new Error('not yet')
}
