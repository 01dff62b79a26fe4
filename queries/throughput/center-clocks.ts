import { sql, type Kysely } from 'kysely'
import { clockOffset, daysOf } from '../db/functions.ts'
import { addDays } from '../filter/days.ts'
import type { Period } from '../page/page-types.ts'
import type { Database } from '../schema.ts'

/** Each center with its zone's offset from UTC, and whether that stays the same all through the period. */
export function centerClocks(db: Kysely<Database>, period: Period) {
  const zones = db.selectFrom('center').select('time_zone').distinct().as('z')
  // The day after the last as well: a clock may change during the last one.
  const days = daysOf({ from: period.from, to: addDays(period.to, 1) })
  const clocks = db
    .selectFrom(zones)
    .innerJoin(days.as('d'), (join) => join.onTrue())
    .select(['z.time_zone', clockOffset('d.day', 'z.time_zone').as('clock_offset')])
    .as('o')
  const byZone = db
    .selectFrom(clocks)
    .select((eb) => ['o.time_zone', eb.fn.min('o.clock_offset').as('clock_offset')])
    .select(sql<boolean>`min(o.clock_offset) = max(o.clock_offset)`.as('is_steady'))
    .groupBy('o.time_zone')
    .as('o')
  return db
    .selectFrom('center as c')
    .innerJoin(byZone, 'o.time_zone', 'c.time_zone')
    .select(['c.center_code', 'c.time_zone', 'o.clock_offset', 'o.is_steady'])
}
