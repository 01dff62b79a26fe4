import { inSet } from '../metric/grouping-sets.ts'
import { pick, type Panel, type Shown } from '../panel/panel.ts'
import { LEDGER_COLUMNS, OF_SCANNER, SHARES } from './ledger.ts'
import { DEFINITION_METRIC, DEFINITIONS, LEDGER_CLASSES } from './ledger-names.ts'
import { LOST } from './losses.ts'
import type { MinutesPage } from './minutes-types.ts'

const COLUMNS = LEDGER_COLUMNS.join(', ')
const LEDGER = { q: 'throughput.ledger' }

const classes: Panel<MinutesPage> = {
  id: 'classes',
  from: LEDGER,
  select: `SELECT ${COLUMNS}, ${SHARES.map(({ id }) => id).join(', ')} FROM q WHERE ${inSet()}`,
  shows: (page) => [
    {
      ...pick(page, ['staffed_minutes', 'off_hours_minutes']),
      ...Object.fromEntries(
        page.classes.flatMap((row, place) => [
          [`${row.class}_minutes`, row.minutes],
          [SHARES[place]!.id, row.share],
        ]),
      ),
    },
  ],
  exact: true,
}

/** Yuan by class, all together and by scanner. */
const cost: Panel<MinutesPage> = {
  id: 'cost',
  from: { q: 'throughput.ledger_cost' },
  select: `SELECT *, ${LOST.map((name) => `${name}_cost`).join(' + ')} AS lost_cny FROM q ORDER BY scanner_id NULLS FIRST`,
  shows: (page) => [
    ...(page.classes.some((row) => row.cost_cny !== null)
      ? [
          {
            scanner_id: null,
            ...Object.fromEntries(page.classes.map((row) => [`${row.class}_cost`, row.cost_cny])),
          },
        ]
      : []),
    ...page.scanners.filter((row) => row.lost_cny !== null).map((row) => pick(row, ['scanner_id', 'lost_cny'])),
  ],
}

const losses: Panel<MinutesPage> = {
  id: 'losses',
  from: { q: 'throughput.loss_days' },
  select: `SELECT scanner_id, day, ${COLUMNS} FROM q ORDER BY scanner_id, day`,
  shows: (page) =>
    page.losses.flatMap((loss) =>
      loss.days.map((row): Shown => ({
        scanner_id: loss.scanner_id,
        day: row.day,
        [`${loss.class}_minutes`]: row.minutes,
      })),
    ),
}

const scanners: Panel<MinutesPage> = {
  id: 'scanners',
  from: LEDGER,
  select: `SELECT scanner_id, center_code, modality, ${COLUMNS}, idle_share, ${DEFINITIONS.map((name) => DEFINITION_METRIC[name]).join(', ')}
    FROM q WHERE ${OF_SCANNER} AND staffed_minutes IS NOT NULL ORDER BY scanner_id`,
  shows: (page) =>
    page.scanners.map((row) => ({
      ...pick(row, ['scanner_id', 'center_code', 'modality', ...LEDGER_COLUMNS, 'idle_share']),
      [DEFINITION_METRIC[page.definition]]: row.utilization,
    })),
  exact: true,
}

const ofDays = (key: 'day' | 'iso_weekday', rows: (page: MinutesPage) => Shown[]): Panel<MinutesPage> => ({
  id: key === 'day' ? 'days' : 'weekdays',
  from: { q: 'throughput.ledger_days' },
  select: `SELECT ${key}, ${COLUMNS} FROM q WHERE ${inSet(key)} ORDER BY ${key}`,
  shows: rows,
  exact: true,
})

const definitions: Panel<MinutesPage> = {
  id: 'definitions',
  from: LEDGER,
  select: `SELECT modality, ${DEFINITIONS.flatMap((name) => [DEFINITION_METRIC[name], `${DEFINITION_METRIC[name]}_n`]).join(', ')}
    FROM q WHERE ${inSet('modality')} AND staffed_minutes IS NOT NULL ORDER BY modality`,
  shows: (page) =>
    page.definitions.map(({ modality, figures }) => ({
      modality,
      ...Object.fromEntries(
        DEFINITIONS.flatMap((name) => [
          [DEFINITION_METRIC[name], figures[name].value],
          [`${DEFINITION_METRIC[name]}_n`, figures[name].n],
        ]),
      ),
    })),
  exact: true,
}

/** The sums of which the two definitions take different ones. */
const differences: Panel<MinutesPage> = {
  id: 'difference',
  from: LEDGER,
  select: `SELECT ${LEDGER_CLASSES.map((name) => `${name}_minutes AS ${name}`).join(', ')}, off_hours_minutes AS off_hours,
      known_in_hours_minutes - acquiring_minutes - on_table_minutes AS series_without_exam,
      known_occupied_minutes - known_in_hours_minutes - off_hours_minutes AS exam_while_down,
      scheduled_minutes AS slots, 1440 * known_days - staffed_minutes AS unstaffed
    FROM q WHERE ${inSet()}`,
  shows: (page) =>
    page.difference.map((row) => ({
      [row.kind]: row.used_minutes || row.used_minutes_against || row.base_minutes || row.base_minutes_against,
    })),
}

export const minutesPanels: Panel<MinutesPage>[] = [
  classes,
  cost,
  losses,
  scanners,
  ofDays('day', (page) => page.days.map((row) => pick(row, ['day', ...LEDGER_COLUMNS]))),
  ofDays('iso_weekday', (page) => page.weekdays.map((row) => pick(row, ['iso_weekday', ...LEDGER_COLUMNS]))),
  definitions,
  differences,
]
