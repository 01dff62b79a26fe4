import type { Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import type { WarehouseReader } from '../db/snapshot.ts'
import type { Filter } from '../filter/filter.ts'
import { lastDayOfData } from '../filter/last-day.ts'
import { firstDayOfData } from '../filter/resolve.ts'
import { answer, type Context } from '../page/answer.ts'
import { nameOf } from '../page/names.ts'
import type { Answer, Feed } from '../page/page-types.ts'
import type { Database, Protocol } from '../schema.ts'
import { changesOf, protocolFigures, versionChanges } from './changes.ts'
import { draftOf, rulesOf } from './draft.ts'
import { fleet } from './fleet.ts'
import type { ProtocolPage, Version } from './protocol-types.ts'

const versionsOf = (db: Kysely<Database>, protocol_code: string): Promise<Protocol[]> =>
  db
    .selectFrom('protocol')
    .selectAll()
    .where('protocol_code', '=', protocol_code)
    .orderBy('version', 'desc')
    .$call(asked('protocol.versions'))

function versionOf(row: Protocol): Version {
  const { version, effective_from, effective_to, target_minutes, ctdi_vol_reference, dlp_reference } = row
  const names = nameOf([{ ...row, code: row.protocol_code }])(row.protocol_code)
  return { ...names, version, effective_from, effective_to, target_minutes, ctdi_vol_reference, dlp_reference }
}

async function contentOf({ db, filters }: Context, protocol_code: string) {
  const book = await versionsOf(db, protocol_code)
  const [newest] = book
  if (newest === undefined) return undefined
  const versions = book.map(versionOf)
  const [firstDay, lastDay] = await Promise.all([firstDayOfData(db, filters), lastDayOfData(db)])
  const [figures, changes, done, rules] = await Promise.all([
    protocolFigures(db, filters, protocol_code),
    versionChanges(db, filters, protocol_code, changesOf(versions, firstDay, lastDay)),
    fleet(db, filters, protocol_code),
    rulesOf(db, protocol_code, newest.version),
  ])
  // The fleet is set beside the version that judged it; a newer one that judged nothing yet is not moved by it.
  const judging = done.judged_version === newest.version ? done.fleet : []
  const { name_en, name_zh } = versions[0]!
  return {
    ...{ protocol_code, name_en, name_zh, modality: newest.modality, versions, figures, changes, ...done },
    ...draftOf(newest, rules, judging, lastDay ?? filters.to),
  }
}

/**
 * One protocol: what a new version did, what the fleet really does, and the next version that would follow from it.
 * `undefined` when the book does not know it.
 */
export async function protocolPage(
  reader: WarehouseReader,
  protocol_code: string,
  filter: Filter,
): Promise<Answer<ProtocolPage> | undefined> {
  const needs: Feed[] = ['exams', 'scanner_log']
  const page = await answer(
    reader,
    { name: 'protocol', filter, options: { protocol_code }, needs },
    async (context) => ({
      content: await contentOf(context, protocol_code),
    }),
  )
  if (page.snapshot_id === null) return page
  const { content, ...base } = page
  return content && { ...base, ...content }
}
