import type { WarehouseReader } from '../db/snapshot.ts'
import type { Filter } from '../filter/filter.ts'
import { answer } from '../page/answer.ts'
import { centerThroughput } from './centers.ts'
import { examsPerDay } from './days.ts'
import { HEADLINE, throughputFigures, throughputByModality, tally } from './throughput-figures.ts'
import { heatMap } from './heat-map.ts'
import { networkBeside } from '../page/network-beside.ts'
import { scannerRows } from './scanners.ts'
import type { Answer } from '../page/page-types.ts'
import type { ThroughputPage } from './throughput-types.ts'

/** How much is done, how well rooms are used and how long patients and referrers wait. */
export function throughputPage(reader: WarehouseReader, filter: Filter): Promise<Answer<ThroughputPage>> {
  const page = { name: 'throughput', filter, metrics: HEADLINE, needs: ['exams', 'scanner_log'] as const }
  return answer(reader, { ...page, needs: [...page.needs] }, async ({ db, filters }) => {
    const [tallies, exams_per_day, scanners, heat_map, centers] = await Promise.all([
      tally(db, filters),
      examsPerDay(db, filters),
      scannerRows(db, filters),
      heatMap(db, filters),
      centerThroughput(db, filters),
    ])
    const by_modality = throughputByModality(tallies, filters)
    const [only, ...others] = by_modality
    const asked = { name: 'throughput.network', metrics: HEADLINE, modality: only?.modality ?? '' }
    return {
      figures: throughputFigures(tallies, filters),
      network: only && others.length === 0 ? await networkBeside(db, filters, asked) : null,
      by_modality,
      exams_per_day,
      scanners,
      scanners_total: scanners.length,
      heat_map,
      centers,
    }
  })
}
