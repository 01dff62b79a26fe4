import type { Contract } from '../contracts/contract.ts'
import { DEFAULT_ZONE, MOST_HOURS, publishedName } from '../contracts/contract.ts'
import { rows, type Db } from '../db.ts'
import { literal } from '../sql-text.ts'
import { isSecret } from './own-code.ts'
import { implausible } from './plausible.ts'

/** Reasons that hang on the reference data: rows so refused are judged again when it changes. */
export const REFERENCE_REASONS = `('time_order', 'unknown_center', 'unknown_scanner', 'wrong_center')`

/** Column of an instant that was read from the encoded timestamp `name`. */
export const instant = (name: string) => `"i_${name}"`

/**
 * Expression for `of(zone)` with the row's own zone. DuckDB converts a constant zone twenty times faster than one from a
 * column, so there is one branch per zone, the commonest as the last resort.
 */
function perZone(zones: string[], of: (zone: string) => string): string {
  const [common = DEFAULT_ZONE, ...others] = zones
  if (others.length === 0) return of(common)
  return `CASE ${others.map((z) => `WHEN zone = ${literal(z)} THEN ${of(z)}`).join(' ')} ELSE ${of(common)} END`
}

function instantOf(name: string, zones: string[]): string {
  const c = `"${name}"`
  const wall = `make_timestamp((${c} - 1) // 2)`
  return `CASE WHEN ${c} IS NULL THEN NULL WHEN ${c} % 2 = 0 THEN make_timestamptz(${c} // 2)
    ELSE ${perZone(zones, (zone) => `timezone(${literal(zone)}, ${wall})`)} END AS ${instant(name)}`
}

/** Local date of an instant column in the row's zone. */
export function localDate(expression: string, zones: string[]): string {
  return perZone(zones, (zone) => `CAST(timezone(${literal(zone)}, ${expression}) AS DATE)`)
}

/** Zones of the centers, the commonest first. */
export async function zonesOf(db: Db): Promise<string[]> {
  const found = await rows<{ zone: string }>(
    db,
    'SELECT time_zone AS zone FROM main.center GROUP BY 1 ORDER BY count(*) DESC, 1',
  )
  return found.map((f) => f.zone)
}

/**
 * Judges the rows of view `incoming` against the reference data: TEMP table `judged` has them with instants `i_<column>`,
 * the center's `zone`, and `refusal` {reason, column, value}, null for a valid row. Refused rows stay in history and are
 * judged again when the reference data changes. `isKept`: the rows come from history, where a program that knew fewer rules may
 * have left values that no row can have.
 */
export async function judge(db: Db, contract: Contract, zones: string[], isKept = false): Promise<void> {
  const times = contract.columns.filter((c) => c.type === 'timestamp').map((c) => c.name)
  const known = contract.scanner ? `LEFT JOIN main.scanner s ON s.scanner_id = i."${contract.scanner}"` : ''
  await findFolders(db, isKept)
  await db.run(
    `CREATE OR REPLACE TEMP TABLE judged AS
     SELECT * EXCLUDE (folder_centers), ${refusal(contract, isKept)} AS refusal FROM (
       SELECT *, ${times.map((t) => instantOf(t, zones)).join(',\n  ')} FROM (
         SELECT i.*, coalesce(c.time_zone, '${DEFAULT_ZONE}') AS zone, c.center_code AS known_center, p.folder_centers
           ${contract.scanner ? ', s.scanner_id AS known_scanner, s.center_code AS scanner_center' : ''}
         FROM (FROM incoming ANTI JOIN set_aside USING (file_id)) i LEFT JOIN main.center c ON c.center_code = i.center_code
           LEFT JOIN folder_of p ON p.file_id = i.file_id ${known}))`,
  )
}

/**
 * TEMP table `folder_of` (file_id, folder_centers): contents that lie in folders of centers only. One that came under a path that is
 * no center's, too, may hold any center's rows.
 */
async function findFolders(db: Db, isKept: boolean): Promise<void> {
  // A batch that was just read knows its files: asking millions of rows for them costs more than all that follows.
  const files = isKept ? '(SELECT DISTINCT file_id FROM incoming)' : 'batch_file'
  await db.run(
    `CREATE OR REPLACE TEMP TABLE folder_of AS
     WITH mine AS (SELECT DISTINCT file_id, feed, sha256 FROM any_file
       SEMI JOIN ${files} USING (file_id) WHERE status = 'loaded')
     SELECT m.file_id, list(split_part(a.path, '/', 2)) AS folder_centers FROM mine m JOIN any_file a USING (feed, sha256)
     GROUP BY m.file_id HAVING bool_and(split_part(a.path, '/', 3) <> ''
       AND split_part(a.path, '/', 2) IN (SELECT center_code FROM main.center))`,
  )
}

function refusal(contract: Contract, isKept: boolean): string {
  const order = contract.timeOrder.map(
    ([earlier, later]) =>
      `WHEN ${instant(earlier)} > ${instant(later)} THEN {'reason': 'time_order', 'column': ${literal(later)}, 'value': ${shownTime(later)}}`,
  )
  const shown = (column: string) => `CASE WHEN ${isSecret(contract, `"${column}"`)} THEN '***' ELSE "${column}" END`
  const named = (reason: string, column: string) =>
    `{'reason': '${reason}', 'column': ${literal(column)}, 'value': ${shown(column)}}`
  const cases = [
    ...(isKept ? implausibleCases(contract) : []),
    ...tooLongCases(contract),
    ...order,
    `WHEN known_center IS NULL THEN ${named('unknown_center', 'center_code')}`,
  ]
  const { scanner } = contract
  if (scanner)
    cases.push(`WHEN "${scanner}" IS NOT NULL AND known_scanner IS NULL THEN ${named('unknown_scanner', scanner)}`)
  // A null list belongs to a file that lies in no center's folder.
  cases.push(`WHEN NOT list_contains(folder_centers, center_code) THEN ${named('wrong_center', 'center_code')}`)
  if (scanner)
    cases.push(
      `WHEN "${scanner}" IS NOT NULL AND scanner_center IS DISTINCT FROM center_code THEN ${named('wrong_center', scanner)}`,
    )
  return `CASE ${cases.join('\n ')} END`
}

/** What a program that knew fewer rules let into history. A null in a column that is none of this row's stays one. */
function implausibleCases(contract: Contract): string[] {
  return contract.columns.flatMap((c) => {
    const tests = c.unpublished || c.hashedAs ? [] : implausible(c, `"${c.name}"`)
    const value =
      c.masked || c.type === 'amount'
        ? `'***'`
        : c.type === 'timestamp'
          ? shownTime(c.name)
          : `CAST("${c.name}" AS VARCHAR)`
    return tests.length > 0
      ? [`WHEN ${tests.join(' OR ')} THEN {'reason': 'out_of_range', 'column': '${c.name}', 'value': ${value}}`]
      : []
  })
}

/** Exams and acquisitions whose zone had to be known to tell how long they last. */
function tooLongCases(contract: Contract): string[] {
  return (contract.lasts ?? []).map(
    ([from, to]) =>
      `WHEN epoch_us(${instant(to)}) - epoch_us(${instant(from)}) > ${MOST_HOURS * 3_600_000_000}
         THEN {'reason': 'out_of_range', 'column': '${to}', 'value': ${shownTime(to)}}`,
  )
}

/** The time as it was written, without its text: local, or UTC with Z. */
function shownTime(name: string): string {
  const c = `"${name}"`
  return `CASE WHEN ${c} % 2 = 0 THEN strftime(make_timestamp(${c} // 2), '%Y-%m-%dT%H:%M:%SZ')
    ELSE strftime(make_timestamp((${c} - 1) // 2), '%Y-%m-%dT%H:%M:%S') END`
}

/** Appends the refused rows of `judged` to `run_reject` and tells how many of each file there were. */
export async function refuse(db: Db, contract: Contract): Promise<Map<string, number>> {
  const found = await rows<{ file_id: string; n: number }>(
    db,
    'SELECT file_id, count(*) AS n FROM judged WHERE refusal IS NOT NULL GROUP BY 1',
  )
  if (found.length === 0) return new Map()
  await db.run(
    `INSERT INTO run_reject (file_id, feed, path, line, column_name, reason, value, center_code)
     SELECT j.file_id, '${contract.feed}', f.path, j.line, refusal.column, refusal.reason, reject_value(refusal.value),
       coalesce(j.known_center, CASE WHEN reject_value(j.center_code) = j.center_code AND NOT (${isSecret(contract, 'j.center_code')})
         THEN j.center_code END)
     FROM judged j JOIN any_file f USING (file_id) WHERE refusal IS NOT NULL
       -- What is out of range once stays so: it was recorded then.
       AND NOT (refusal.reason = 'out_of_range' AND (j.file_id, j.line) IN (SELECT (file_id, line) FROM ops.reject WHERE reason = 'out_of_range'))`,
  )
  return new Map(found.map((f) => [f.file_id, f.n]))
}

/** Columns that history keeps of a feed. */
export function historyColumns(contract: Contract): string[] {
  return ['file_id', 'line', ...contract.columns.filter((c) => !c.unpublished).map(publishedName)]
}
