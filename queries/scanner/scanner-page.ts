import { z } from 'zod'
import type { WarehouseReader } from '../db/snapshot.ts'
import { compareNothing, FilterError, LocalDay, type Filter } from '../filter/filter.ts'
import { issuesOf } from '../filter/problems.ts'
import { answer, type Context } from '../page/answer.ts'
import { nameOf } from '../page/names.ts'
import type { Answer, PageBase } from '../page/page-types.ts'
import { ledgerByDay, ledgerByScanner, minutesOf } from '../throughput/ledger.ts'
import { definitionRow } from '../throughput/minutes-page.ts'
import { scannerDay } from './scanner-day.ts'
import type { ScannerInfo, ScannerPage } from './scanner-types.ts'

/** Undefined when the reference data does not know the scanner. */
async function scannerInfo({ db }: Context, scanner_id: string): Promise<ScannerInfo | undefined> {
  const row = await db
    .selectFrom('scanner as s')
    .leftJoin('center as c', 'c.center_code', 's.center_code')
    .where('s.scanner_id', '=', scanner_id)
    .select(['s.scanner_id', 's.center_code', 's.modality', 's.manufacturer', 's.model', 's.field_strength_t'])
    .select(['s.installed_on', 's.retired_on', 's.staffed_hours', 'c.time_zone', 'c.name_en', 'c.name_zh'])
    .executeTakeFirst()
  if (!row) return undefined
  const names = nameOf([{ code: row.center_code, name_en: row.name_en, name_zh: row.name_zh }])(row.center_code)
  return { ...row, ...names, time_zone: row.time_zone ?? 'Asia/Shanghai' }
}

async function contentOf(
  context: Context,
  scanner: ScannerInfo,
  day: string | undefined,
): Promise<Omit<ScannerPage, keyof PageBase>> {
  const { db, filters } = context
  const [{ modalities, all }, { days, weekdays }, on_day] = await Promise.all([
    ledgerByScanner(db, filters),
    ledgerByDay(db, filters),
    day === undefined ? null : scannerDay(db, filters, scanner, day),
  ])
  return {
    scanner,
    ledger: minutesOf(all.figures),
    days,
    weekdays,
    definitions: modalities.filter(({ figures }) => figures.staffed_minutes.value !== null).map(definitionRow),
    on_day,
  }
}

/** @throws {FilterError} when the text is no day */
function dayNamed(text: string | undefined): string | undefined {
  const parsed = z.optional(LocalDay).safeParse(text)
  if (parsed.success) return parsed.data
  throw new FilterError(issuesOf(parsed.error.issues, 'day'))
}

/**
 * One scanner over the period, and one of its days where the address names it. The filter's own places are set aside.
 * `undefined` when the reference data does not know the scanner. @throws {FilterError} for a day that is none
 */
export async function scannerPage(
  reader: WarehouseReader,
  scanner_id: string,
  filter: Filter,
  asked: { day?: string | undefined } = {},
): Promise<Answer<ScannerPage> | undefined> {
  const day = dayNamed(asked.day)
  const mine: Filter = {
    ...compareNothing(filter),
    ...{ center: [], province: undefined, ownership: undefined, modality: [], scanner: [scanner_id] },
  }
  const question = { name: 'scanner', filter: mine, options: { day }, needs: ['exams', 'scanner_log'] as const }
  const page = await answer(reader, { ...question, needs: [...question.needs], known: [] }, async (context) => {
    const scanner = await scannerInfo(context, scanner_id)
    return { content: scanner ? await contentOf(context, scanner, day) : undefined }
  })
  if (page.snapshot_id === null) return page
  const { content, ...base } = page
  return content && { ...base, ...content }
}
