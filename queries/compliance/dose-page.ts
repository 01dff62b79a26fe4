import { sql, type Kysely } from 'kysely'
import { asked, askedSql } from '../db/asked.ts'
import { keyOfColumns, numberInText } from '../db/functions.ts'
import { latestPerSnapshot } from '../db/once.ts'
import type { WarehouseReader } from '../db/snapshot.ts'
import { addMonths } from '../filter/days.ts'
import type { Filter } from '../filter/filter.ts'
import { inScope } from '../filter/scope.ts'
import { measure } from '../metric/measure.ts'
import { answer } from '../page/answer.ts'
import { centerNames } from '../page/names.ts'
import type { Answer, Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { centerDose } from './center-dose.ts'
import { complianceMetrics } from './compliance-metrics.ts'
import type { DosePage, ExamOverReference, PatientDose } from './dose-types.ts'
import { deviations } from './judged-exams.ts'

const MOST_EXAMS = 200
const MOST_PATIENTS = 50

/** Exams above a reference level of their version, the furthest first. */
async function examsOver(db: Kysely<Database>, filters: Filters) {
  const level = sql<number>`CASE v.parameter WHEN 'DLP' THEN p.dlp_reference ELSE p.ctdi_vol_reference END`
  const over = deviations(db, filters).where('v.kind', '=', 'dose_over_reference')
  const [{ total }, rows] = await Promise.all([
    over.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow(),
    over
      .innerJoin('protocol as p', (join) =>
        join.onRef('p.protocol_code', '=', 'v.protocol_code').onRef('p.version', '=', 'v.protocol_version'),
      )
      .select(['v.center_code', 'v.accession_no', 'v.day', 'v.scanner_id', 'v.protocol_code', 'v.protocol_version'])
      .select(['v.parameter', numberInText(sql.ref('v.observed')).as('observed'), level.as('reference')])
      .select(sql<number>`${numberInText(sql.ref('v.observed'))} / ${level}`.as('ratio'))
      .orderBy('ratio', 'desc')
      .orderBy('v.center_code')
      .orderBy('v.accession_no')
      .orderBy('v.parameter')
      .limit(MOST_EXAMS)
      .$castTo<ExamOverReference>()
      .$call(asked('dose.over')),
  ])
  return { over: rows, over_total: total }
}

/** Who got most DLP in the twelve months up to the end of the period. Patients are told apart, never named. */
async function patients(
  db: Kysely<Database>,
  filters: Filters,
): Promise<Pick<DosePage, 'patients' | 'patients_period'>> {
  const patients_period = { from: addMonths(filters.to, -12), to: filters.to }
  const EXAM = { day: 'e.day', center: 'e.center_code', modality: 'e.modality', scanner: 'e.scanner_id' }
  const { center, modality, scanner, to } = filters
  // A year of exams, whatever the period's length: asked once for those that end on the same day.
  const under = { center, modality, scanner, to }
  const [rows, nameOf] = await Promise.all([
    latestPerSnapshot(db, 'dose.patients', under, () =>
      askedSql(
        db,
        'dose.patients',
        sql<Omit<PatientDose, 'name_en' | 'name_zh'>>`WITH dosed AS (
        SELECT ${keyOfColumns('a.center_code', 'a.accession_no')} AS exam_key, sum(a.dlp) AS dlp
        FROM main.acquisition AS a WHERE a.dlp IS NOT NULL GROUP BY exam_key)
      SELECT min(e.center_code) AS center_code, count(*) AS exams, sum(d.dlp) AS dlp, max(e.day) AS last_day
      FROM main.exam AS e JOIN dosed AS d ON d.exam_key = ${keyOfColumns('e.center_code', 'e.accession_no')}
      WHERE e.performed AND ${inScope({ ...filters, ...patients_period }, EXAM)}
      GROUP BY ${keyOfColumns('e.center_code', 'e.patient_key')}
      ORDER BY dlp DESC, center_code, last_day, exams LIMIT ${sql.lit(MOST_PATIENTS)}`,
      ),
    ),
    centerNames(db),
  ])
  return { patients: rows.map((row) => ({ ...row, ...nameOf(row.center_code) })), patients_period }
}

/** Dose beside the reference levels and the network: by protocol and center, exam by exam, and by patient over a year. */
export function dosePage(reader: WarehouseReader, filter: Filter): Promise<Answer<DosePage>> {
  return answer(reader, { name: 'dose', filter, needs: ['exams', 'scanner_log'] }, async ({ db, filters }) => {
    const [rate, centers, over, byPatient] = await Promise.all([
      measure(db, {
        name: 'dose.rate',
        metrics: [complianceMetrics.dose_over_reference_rate],
        by: [],
        filters,
        periods: 'current',
      }),
      centerDose(db, filters),
      examsOver(db, filters),
      patients(db, filters),
    ])
    const { dose_over_reference_rate } = rate[0]!.figures
    return { dose_over_reference_rate, centers, ...over, ...byPatient }
  })
}
