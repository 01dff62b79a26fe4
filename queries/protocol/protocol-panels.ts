import { figureTile } from '../panel/figures.ts'
import { pick, type Panel } from '../panel/panel.ts'
import { CHANGES, METRICS } from './changes.ts'
import type { FleetRow, ProtocolPage } from './protocol-types.ts'

const VERSION = [
  'version',
  'effective_from',
  'effective_to',
  'target_minutes',
  'ctdi_vol_reference',
  'dlp_reference',
] as const

const versions: Panel<ProtocolPage> = {
  id: 'versions',
  from: { q: 'protocol.versions' },
  select: `SELECT ${VERSION.join(', ')} FROM q ORDER BY version DESC`,
  shows: (page) => page.versions.map((row) => pick(row, VERSION)),
  exact: true,
}

const FLEET = [
  ...['step', 'parameter', 'rule_order', 'is_whole', 'manufacturer', 'model', 'min_value', 'max_value', 'exams'],
  ...['deviating', 'majority_share', 'median', 'p10', 'p90', 'near_share'],
] as (keyof FleetRow & string)[]

const fleetPanel = (id: string, is_whole: boolean): Panel<ProtocolPage> => ({
  id,
  from: { q: 'protocol.fleet' },
  select: `SELECT ${FLEET.join(', ')} FROM q WHERE ${is_whole ? '' : 'NOT '}is_whole`,
  shows: (page) => page.fleet.filter((row) => row.is_whole === is_whole).map((row) => pick(row, FLEET)),
  exact: true,
})

const FIGURE = METRICS.map(({ id }) => `${id}, ${id}_n`).join(', ')

/** Before (`is_current` false) and after each new version. */
const changes: Panel<ProtocolPage> = {
  id: 'changes',
  from: { q: CHANGES },
  select: `SELECT version, is_current, ${FIGURE} FROM q ORDER BY version DESC, is_current`,
  shows: (page) =>
    page.changes.map(({ version, figures }) => ({
      ...{ version, is_current: true },
      ...Object.fromEntries(
        METRICS.flatMap(({ id }) => [
          [id, figures[id].value],
          [`${id}_n`, figures[id].n],
        ]),
      ),
    })),
}

const tiles = METRICS.map((metric) => figureTile<ProtocolPage>(metric, 'protocol.figures'))

export const protocolPanels: Panel<ProtocolPage>[] = [
  ...tiles,
  changes,
  versions,
  fleetPanel('fleet', true),
  fleetPanel('models', false),
]
