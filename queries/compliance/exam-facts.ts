import type { Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import type { Database } from '../schema.ts'

/** What is known of one exam: its row, its judgement, its series, the book's rules and its deviations. */
export type ExamFacts = NonNullable<Awaited<ReturnType<typeof examFacts>>>

const acquisitions = (db: Kysely<Database>, center: string, accession: string) =>
  db
    .selectFrom('acquisition')
    .select(['event_id', 'scanner_id', 'series_no', 'step', 'started_at', 'ended_at'])
    .select(['parameters', 'missing_tags', 'ctdi_vol', 'dlp'])
    .where('center_code', '=', center)
    .where('accession_no', '=', accession)
    .$call(asked('exam.acquisitions'))

const deviationsOf = (db: Kysely<Database>, center: string, accession: string) =>
  db
    .selectFrom('mart.deviation')
    .select(['step', 'kind', 'parameter', 'observed', 'expected', 'severity'])
    .where('center_code', '=', center)
    .where('accession_no', '=', accession)
    .orderBy('step')
    .orderBy('kind')
    .orderBy('parameter')
    .$call(asked('exam.deviations'))

const rulesOf = (db: Kysely<Database>, protocol: string, version: number) =>
  db
    .selectFrom('protocol_rule')
    .selectAll()
    .where('protocol_code', '=', protocol)
    .where('version', '=', version)
    .orderBy('step_order')
    .orderBy('step')
    .orderBy('parameter')
    .orderBy('rule_order')
    .$call(asked('exam.rules'))

const judgementOf = (db: Kysely<Database>, center: string, accession: string) =>
  db
    .selectFrom('mart.exam_compliance')
    .selectAll()
    .where('center_code', '=', center)
    .where('accession_no', '=', accession)
    .executeTakeFirst()

const examOf = (db: Kysely<Database>, center: string, accession: string) =>
  db
    .selectFrom('exam as e')
    .leftJoin('center as c', 'c.center_code', 'e.center_code')
    .leftJoin('ops.source_file as f', 'f.file_id', 'e.source_file_id')
    .select(['e.day', 'e.modality', 'e.body_part', 'e.scanner_id', 'e.protocol_code', 'e.started_at', 'e.completed_at'])
    .select(['e.source_line', 'f.path as source_path', 'c.name_en', 'c.name_zh', 'c.time_zone'])
    .where('e.center_code', '=', center)
    .where('e.accession_no', '=', accession)
    .executeTakeFirst()

/** Null when no such exam was performed under a protocol. */
export async function examFacts(db: Kysely<Database>, center: string, accession: string) {
  const [exam, judgement, series, deviations, aliases] = await Promise.all([
    examOf(db, center, accession),
    judgementOf(db, center, accession),
    acquisitions(db, center, accession),
    deviationsOf(db, center, accession),
    db.selectFrom('step_alias').select(['alias', 'step']).where('center_code', '=', center).execute(),
  ])
  if (!exam || !judgement) return null
  const version = judgement.protocol_version
  const [rules, protocol, scanners] = await Promise.all([
    version === null ? [] : rulesOf(db, judgement.protocol_code ?? '', version),
    db
      .selectFrom('protocol')
      .selectAll()
      .where('protocol_code', '=', judgement.protocol_code ?? '')
      .orderBy('version', 'desc')
      .execute(),
    db.selectFrom('scanner').selectAll().where('center_code', '=', center).execute(),
  ])
  return { exam, judgement, series, deviations, aliases, rules, protocols: protocol, scanners }
}
