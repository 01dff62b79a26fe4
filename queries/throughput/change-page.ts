import type { WarehouseReader } from '../db/snapshot.ts'
import { compareNothing, type Filter } from '../filter/filter.ts'
import { chartVerdict } from '../metric/verdict.ts'
import { answer } from '../page/answer.ts'
import type { Answer } from '../page/page-types.ts'
import { changeCharts, CHARTED, type ModalityCharts } from './change.ts'
import type { ChangePage, ModalityChange } from './change-types.ts'

/** Each charted figure with what its chart says; figures without a point in the period are left out. */
function changeOf({ modality, exams_performed, charts }: ModalityCharts): ModalityChange {
  return {
    ...{ modality, exams_performed },
    figures: CHARTED.flatMap((metric) => {
      const chart = charts[metric.id]
      return chart ? [{ metric: metric.id, verdict: chartVerdict(metric, chart), chart }] : []
    }),
  }
}

/** Whether the headline figures are what they usually are: their control charts by modality, most exams first. */
export function changePage(reader: WarehouseReader, filter: Filter): Promise<Answer<ChangePage>> {
  const needs = ['exams', 'scanner_log'] as const
  return answer(
    reader,
    { name: 'change', filter: compareNothing(filter), needs: [...needs] },
    async ({ db, filters }) => {
      const charts = await changeCharts(db, filters, { all: true })
      const modalities = charts.map(changeOf).filter(({ figures }) => figures.length > 0)
      return { modalities: modalities.sort((a, b) => b.exams_performed - a.exams_performed) }
    },
  )
}
