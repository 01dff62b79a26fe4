import { sql, type Kysely } from 'kysely'
import { asked } from '../db/asked.ts'
import type { Filters } from '../page/page-types.ts'
import type { Database } from '../schema.ts'
import { deviations, judged } from './judged-exams.ts'
import type { MissingTagCell } from './parameters-types.ts'

/** Which tags which scanners' headers lack, by exams: one exam lacks a tag once, however many of its series do. */
export function missingTags(db: Kysely<Database>, filters: Filters): Promise<MissingTagCell[]> {
  const once = deviations(db, filters)
    .where('v.kind', '=', 'missing_tag')
    .select(['v.center_code', 'v.scanner_id', 'v.parameter', 'v.accession_no'])
    .distinct()
  const cells = db
    .selectFrom(once.as('o'))
    .select(['o.center_code', 'o.scanner_id', 'o.parameter as tag', sql<number>`count(*)`.as('exams')])
    .groupBy(['o.center_code', 'o.scanner_id', 'o.parameter'])
  const assessable = judged(db, filters)
    .where('x.assessable', '=', true)
    .select(['x.center_code', 'x.scanner_id', sql<number>`count(*)`.as('n')])
    .groupBy(['x.center_code', 'x.scanner_id'])
  return db
    .with('cell', () => cells)
    .with('judged', () => assessable)
    .selectFrom('cell as c')
    .innerJoin('judged as j', (join) =>
      join.onRef('j.center_code', '=', 'c.center_code').onRef('j.scanner_id', '=', 'c.scanner_id'),
    )
    .select(['c.center_code', 'c.scanner_id', 'c.tag', 'c.exams', 'j.n'])
    .orderBy('c.exams', 'desc')
    .orderBy('c.scanner_id')
    .orderBy('c.tag')
    .$castTo<MissingTagCell>()
    .$call(asked('parameters.missing_tags'))
}
