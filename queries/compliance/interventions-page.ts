import type { Kysely } from 'kysely'
import type { WarehouseReader } from '../db/snapshot.ts'
import { compareNothing, type Filter } from '../filter/filter.ts'
import { lastDayOfData } from '../filter/last-day.ts'
import { firstDayOfData } from '../filter/resolve.ts'
import { answer } from '../page/answer.ts'
import type { Answer, Day, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { effectsOf, OUTCOMES, VERSION_OUTCOMES } from './intervention-effects.ts'
import type { InterventionsPage } from './interventions-types.ts'
import { declaredChanges, scannerParts, spansOf } from './interventions.ts'
import { versionChanges, versionParts } from './version-parts.ts'

type Declared = Pick<InterventionsPage, 'declared' | 'chosen' | 'effects' | 'scanners'>
type Versions = Pick<InterventionsPage, 'versions' | 'version' | 'version_effects' | 'version_scanners'>

async function ofDeclared(
  db: Kysely<Database>,
  filters: Filters,
  name: string | undefined,
  last: Day | null,
): Promise<Declared> {
  const declared = await declaredChanges(db, filters)
  // A change of the whole network leaves no scanner without it.
  const compared = declared.find(({ center_code }) => center_code !== null) ?? declared[0]
  const change = declared.find(({ name_en }) => name_en === name) ?? compared
  if (change === undefined || last === null) return { declared, chosen: null, effects: [], scanners: [] }
  const spans = spansOf(change, last)
  const rows = await scannerParts(db, filters, change, spans)
  const scanners = rows.filter(({ is_changed }) => is_changed)
  return { declared, chosen: { ...change, spans }, effects: effectsOf(rows, OUTCOMES), scanners }
}

async function ofVersions(
  db: Kysely<Database>,
  filters: Filters,
  named: string | undefined,
  [first, last]: (Day | null)[],
): Promise<Versions> {
  const versions = first && last ? await versionChanges(db, filters, { first, last }) : []
  const change = versions.find(({ protocol_code, version }) => `${protocol_code} ${version}` === named)
  const listed = versions.map(({ to_date: _, ...row }) => row)
  if (change === undefined) return { versions: listed, version: null, version_effects: [], version_scanners: [] }
  const spans = spansOf(change, last!)
  const rows = await versionParts(db, filters, change, spans)
  const { to_date: _, ...version } = change
  return {
    versions: listed,
    version: { ...version, spans },
    version_effects: effectsOf(rows, VERSION_OUTCOMES),
    version_scanners: rows.filter(({ is_changed }) => is_changed),
  }
}

/**
 * What a change did, that the network declared or that a new version of a protocol is: who has it beside those without it, by
 * difference in differences. The days are those around the change, whatever the period.
 * @param change English name of a declared change; without one, or where it is not known, the newest of a scanner or center
 * @param version protocol and version, `CT-CHEST 2`; without one none: its exams are read one by one
 */
export function interventionsPage(
  reader: WarehouseReader,
  filter: Filter,
  { change, version }: { change?: string; version?: string } = {},
): Promise<Answer<InterventionsPage>> {
  const needs = ['exams', 'scanner_log'] as const
  const page = {
    name: 'interventions',
    filter: compareNothing(filter),
    options: { change, version },
    needs: [...needs],
  }
  return answer(reader, page, async ({ db, filters }) => {
    const days = await Promise.all([firstDayOfData(db, filters), lastDayOfData(db)])
    const [declared, versions] = await Promise.all([
      ofDeclared(db, filters, change, days[1]),
      ofVersions(db, filters, version, days),
    ])
    return { ...declared, ...versions }
  })
}
