import { sql, type Kysely } from 'kysely'
import { askedSql } from '../db/asked.ts'
import type { Database } from '../schema.ts'
import { examsOf, linesOf } from './change-effects.ts'
import type { Sides } from './change-sides.ts'
import type { ModalityMoved, Moved, PayerMoved } from './change-types.ts'

type Row = Moved & { modality: string | null; payer_class: string | null }

const SIDE = { before: 'NOT is_after', after: 'is_after' }

/** Sums of a side, of an average center where the earlier one is the network. */
function sideColumns(side: keyof typeof SIDE, peers: number) {
  const of = (column: string) => `coalesce(sum(${column}) FILTER (WHERE ${SIDE[side]}), 0)`
  const by = side === 'before' && peers > 1 ? ` / ${peers}` : ''
  return sql.raw(`${of('lines')}${by} AS lines_${side}, CAST(${of('paid')} AS DOUBLE)${by} AS paid_${side},
    CAST(${of('denied')} AS DOUBLE) / nullif(${of('gross')}, 0) AS denied_share_${side}`)
}

const examColumns = (peers: number) =>
  sql.raw(
    Object.entries(SIDE)
      .map(([side, where]) => {
        const by = side === 'before' && peers > 1 ? ` / ${peers}` : ''
        return `coalesce(sum(exams) FILTER (WHERE ${where}), 0)${by} AS exams_${side}`
      })
      .join(', '),
  )

/** What moved, by modality and by payer, all centers of a side together. */
export async function movedRows(db: Kysely<Database>, sides: Sides) {
  const rows = await askedSql(
    db,
    'profitability.change_moved',
    sql<Row>`WITH line AS (${linesOf(sides)}), exam AS (${examsOf(sides)}),
    moved AS (SELECT modality, payer_class, ${sideColumns('before', sides.peers)}, ${sideColumns('after', sides.peers)}
      FROM line GROUP BY GROUPING SETS ((modality), (payer_class))),
    exams AS (SELECT modality, ${examColumns(sides.peers)} FROM exam GROUP BY modality)
    SELECT m.modality, m.payer_class, e.exams_before, e.exams_after, m.lines_before, m.lines_after, m.paid_before, m.paid_after,
      m.denied_share_before, m.denied_share_after
    FROM moved AS m LEFT JOIN exams AS e ON e.modality = m.modality ORDER BY m.modality, m.payer_class`,
  )
  return {
    modalities: rows.flatMap(({ payer_class: _, modality, ...row }): ModalityMoved[] =>
      modality === null ? [] : [{ modality, ...row }],
    ),
    payers: rows.flatMap(({ modality: _, payer_class, ...row }): PayerMoved[] =>
      payer_class === null ? [] : [{ payer_class, ...row }],
    ),
  }
}
