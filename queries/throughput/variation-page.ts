import type { WarehouseReader } from '../db/snapshot.ts'
import { compareNothing, type Filter } from '../filter/filter.ts'
import { answer } from '../page/answer.ts'
import { chartedFigures } from '../page/headline-charts.ts'
import type { Answer } from '../page/page-types.ts'
import { variationCharts, CHARTED, type ModalityCharts } from './variation.ts'
import type { VariationPage, ModalityVariation } from './variation-types.ts'

const variationOf = ({ charts, ...of }: ModalityCharts): ModalityVariation => ({
  ...of,
  figures: chartedFigures(CHARTED, charts),
})

/** Whether the headline figures are what they usually are: their control charts by modality, most exams first. */
export function variationPage(reader: WarehouseReader, filter: Filter): Promise<Answer<VariationPage>> {
  const needs = ['exams', 'scanner_log'] as const
  return answer(
    reader,
    { name: 'variation', filter: compareNothing(filter), needs: [...needs] },
    async ({ db, filters }) => {
      const charts = await variationCharts(db, filters, { all: true })
      const modalities = charts.map(variationOf).filter(({ figures }) => figures.length > 0)
      return { modalities: modalities.sort((a, b) => b.exams_performed - a.exams_performed) }
    },
  )
}
