import type { Kysely } from 'kysely'
import { JUDGED } from '../filter/beginnings.ts'
import { notComparedAtAll, type Charts } from '../metric/compare.ts'
import type { Metric } from '../metric/define.ts'
import { inSet, ofSet } from '../metric/grouping-sets.ts'
import { chartsOf, ofFew, stepsMeasured } from '../page/headline-charts.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { complianceMetrics as m } from './compliance-metrics.ts'
import type { ChartedRate, ComplianceMetric } from './compliance-types.ts'

/** The headline figures that have a control chart: counts follow volume and have none. */
export const CHARTED: readonly Metric<ChartedRate>[] = [
  ofFew(m.compliance_rate),
  ofFew(m.compliance_coverage_rate),
  ofFew(m.dose_over_reference_rate),
  ofFew(m.wrong_order_rate),
]

export const VARIATION = 'compliance.variation'

/** The rows of all modalities together. */
export const TOGETHER = inSet('start')

export interface ComplianceCharts {
  together: Charts<ComplianceMetric>
  /** By modality; of none where they are not asked. */
  of: (modality: string) => Charts<ComplianceMetric>
}

const NONE: ComplianceCharts = { together: {}, of: () => ({}) }

interface Asked {
  metrics: readonly Metric<ChartedRate>[]
  byModality: boolean
  /** Those that can judge nothing too, since the data does not reach back far enough or nothing is compared. */
  all: boolean
}

/** The control charts of compliance's rates in steps of seven days, as throughput's. */
export async function complianceCharts(
  db: Kysely<Database>,
  filters: Filters,
  { metrics, byModality, all }: Asked,
): Promise<ComplianceCharts> {
  if (!all && notComparedAtAll(filters) !== null) return NONE
  const [by, sets] = byModality ? [['modality'], [[], ['modality']]] : [[], [[]]]
  const measured = await stepsMeasured(db, filters, { name: VARIATION, metrics, by, sets, table: JUDGED, all })
  if (measured === null) return NONE
  const { steps, rows } = measured
  const ofModalities = byModality ? ofSet(rows, 'modality', 'start') : []
  return {
    together: chartsOf(metrics, steps, ofSet(rows, 'start')),
    of: (modality) =>
      chartsOf(
        metrics,
        steps,
        ofModalities.filter(({ row }) => row['modality'] === modality),
      ),
  }
}
