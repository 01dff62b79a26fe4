import type { Places } from '../network.ts'
import type { Options } from '../options.ts'
import { viewReport } from '../report.ts'
import { measureViews } from '../views.ts'

/** The data of every page over random filters. */
export async function views(options: Options, { dataDir }: Places): Promise<void> {
  const measured = await measureViews(dataDir, options.views, (view) => console.log(`Asking ${view}.`))
  console.log(`\n${viewReport(measured)}`)
}
