import { insertObjects, rows, type Db } from '../db.ts'
import { KEPT_KEYWORDS } from '../contracts/dicom-keywords.ts'
import { literal } from '../sql-text.ts'

/** A name as DICOM writes it (`Wang^Fang`), or a telephone's number with signs in between. */
export const PERSON = String.raw`[A-Za-z]\^[A-Za-z]|1[3-9][0-9][ -][0-9]{4}[ -][0-9]{4}`

/** Text in which a value might identify a person (Han text, long runs of digits, a name or number of a person), is no plain value or a number beyond all bounds. */
const SUSPECT = String.raw`'\p{Han}|[0-9]{6,}|${PERSON}|[:,\[]\s*\{|:\s*null|[0-9][eE][+]?[0-9]{2}'`

/** Text that may hold a number beyond all bounds. */
const HUGE = `'[0-9]{16,}|[0-9][eE][+]?[0-9]{2}'`

/**
 * The SELECT `from` with only those `parameters` that are on the reviewed list; what was dropped is counted in
 * `run_dropped`. Texts that could identify a person and values that are neither number, text nor list are blanked, which
 * costs time, so rows are looked over first. Numbers beyond all bounds are dropped and counted too.
 */
export async function reviewParameters(db: Db, from: string): Promise<string> {
  const found = await rows<{ keyword: string; n: number }>(
    db,
    `SELECT keyword, count(*) AS n FROM (SELECT unnest(json_keys(parameters)) AS keyword FROM stage
       WHERE parameters IS NOT NULL AND parameters <> '{}' AND sound) GROUP BY 1`,
  )
  const kept = found.flatMap((f) => (KEPT_KEYWORDS.includes(f.keyword) ? [f.keyword] : [])).sort()
  const dropped = found.filter((f) => !KEPT_KEYWORDS.includes(f.keyword))
  const huge = await rows<{ keyword: string; n: number }>(
    db,
    `SELECT keyword, count(*) AS n FROM (SELECT unnest(json_keys(parameters)) AS keyword, parameters FROM stage
       WHERE regexp_matches(parameters, ${HUGE}) AND sound)
     WHERE keyword IN (${KEPT_KEYWORDS.map(literal).join(', ')}) AND is_huge(json_extract(parameters, '$.' || keyword)) GROUP BY 1`,
  )
  await insertObjects(
    db,
    'run_dropped',
    { keyword: 'VARCHAR', series: 'BIGINT' },
    [...dropped, ...huge].map((d) => ({ keyword: shown(d.keyword), series: d.n })),
  )
  if (kept.length === 0)
    return `SELECT * REPLACE (CASE WHEN parameters IS NOT NULL THEN '{}' END AS parameters) FROM (${from})`
  return `SELECT * EXCLUDE (parts, suspect) REPLACE (CASE WHEN parts IS NULL THEN parameters
      WHEN suspect THEN ${object(kept, (part) => `keep_value(${part})`)} ELSE ${object(kept, (part) => part)} END AS parameters)
    FROM (SELECT *, CASE WHEN suspect ${dropped.length > 0 ? 'OR true' : ''}
        THEN json_extract(parameters, [${kept.map((k) => `'$.${k}'`).join(', ')}]) END AS parts
      FROM (SELECT *, regexp_matches(parameters, ${SUSPECT}) AS suspect FROM (${from})))`
}

/** A keyword that is none could itself hold what must not be shown. */
const shown = (keyword: string) => (/^[A-Za-z][A-Za-z0-9]{0,63}$/.test(keyword) ? keyword : '(other)')

function object(kept: string[], value: (part: string) => string): string {
  const members = kept.map((k, i) => `'"${k}":' || ${value(`parts[${i + 1}]`)}`)
  return `'{' || concat_ws(',', ${members.join(', ')}) || '}'`
}
