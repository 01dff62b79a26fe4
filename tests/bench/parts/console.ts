import { measure } from '../load.ts'
import type { Places } from '../network.ts'
import type { Options } from '../options.ts'
import { consoleReport } from '../report.ts'
import type { ConsoleTimes } from '../console/types.ts'

/** As many rows as an export may have, of ten columns: keys, text, days and money. */
const ROWS = `SELECT center_code, charge_id, accession_no, procedure_code, service_date, payer_class, charge_amount,
  allowed_amount, insurer_paid, patient_paid FROM charge LIMIT 1000000`

const answerOf = (stdout: string) => JSON.parse(stdout.trim().split('\n').at(-1)!) as unknown

/** What analysts wait for at the SQL console, exports beside DuckDB's own `COPY`. */
export async function sqlConsole(_options: Options, { dataDir }: Places): Promise<void> {
  console.log('Asking the SQL console.')
  const floor = answerOf((await measure('tests/bench/console/copy.ts', [dataDir, ROWS])).stdout)
  const times = answerOf((await measure('tests/bench/console/person.ts', [dataDir, ROWS])).stdout)
  console.log(`\n${consoleReport(times as ConsoleTimes, floor as Record<string, number>)}\n`)
}
