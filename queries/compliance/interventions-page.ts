import type { WarehouseReader } from '../db/snapshot.ts'
import { compareNothing, type Filter } from '../filter/filter.ts'
import { lastDayOfData } from '../filter/last-day.ts'
import { answer } from '../page/answer.ts'
import type { Answer } from '../page/page-types.ts'
import { effectsOf } from './intervention-effects.ts'
import type { InterventionsPage } from './interventions-types.ts'
import { declaredChanges, scannerParts, spansOf } from './interventions.ts'

/**
 * What a change that the network declared did: its scanners beside those without it, by difference in differences. The
 * days are those around the change, whatever the period.
 * @param name English name of the change; without one, or where it is not known, the newest of a scanner or center
 */
export function interventionsPage(
  reader: WarehouseReader,
  filter: Filter,
  name: string | undefined,
): Promise<Answer<InterventionsPage>> {
  const needs = ['exams', 'scanner_log'] as const
  const page = { name: 'interventions', filter: compareNothing(filter), options: { name }, needs: [...needs] }
  return answer(reader, page, async ({ db, filters }) => {
    const [declared, lastDay] = await Promise.all([declaredChanges(db, filters), lastDayOfData(db)])
    // A change of the whole network leaves no scanner without it.
    const compared = declared.find(({ center_code }) => center_code !== null) ?? declared[0]
    const change = declared.find(({ name_en }) => name_en === name) ?? compared
    if (change === undefined || lastDay === null) return { declared, chosen: null, effects: [], scanners: [] }
    const spans = spansOf(change, lastDay)
    const rows = await scannerParts(db, filters, change, spans)
    const scanners = rows.filter(({ is_changed }) => is_changed)
    return { declared, chosen: { ...change, spans }, effects: effectsOf(rows), scanners }
  })
}
