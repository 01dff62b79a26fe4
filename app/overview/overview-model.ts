import type { NoSnapshot } from '#queries/page/page-types.ts'
import type { AttentionList, CenterPoint, OverviewPage } from '#queries/overview/overview-types.ts'
import type { PageAnswers } from '../server/pages.ts'
import { fold, type Folded } from '../served/fold.ts'
import type { TableViews } from '../served/table-view.ts'

/** So many centers of the map are links with a name; the others are dots. */
const MOST_LINKS = 200
/** A signal takes several lines. */
const MOST_ATTENTION = 40

export interface MapModel {
  total: number
  placed: number
  alerts: number
  /** Those that need attention first, then the largest. */
  links: CenterPoint[]
  table: Folded<CenterPoint>
  dots: { longitude: number; latitude: number }[]
}

/** The signals at which most is at stake, and how many there are. */
export interface AttentionModel extends AttentionList {
  total: number
}

interface Model extends Omit<OverviewPage, 'centers' | 'attention'> {
  /** `money.centers` holds those of the table. */
  centers: Folded<CenterPoint>
  map: MapModel
  attention: AttentionModel
}

export type OverviewModel = Model | NoSnapshot

// Exams are no merit: centers with signals come first, then those that weigh most in the network's figures.
const weight = (center: CenterPoint) => (center.signals > 0 ? 1e9 : 0) + center.exams_performed

const isPlaced = (c: CenterPoint): c is CenterPoint & { longitude: number; latitude: number } =>
  c.longitude !== null && c.latitude !== null

function mapOf(centers: CenterPoint[], table: Folded<CenterPoint>): MapModel {
  const placed = centers.filter(isPlaced)
  const links = fold(placed, { weight, most: MOST_LINKS }).rows
  const linked = new Set(links)
  return {
    total: centers.length,
    placed: placed.length,
    alerts: centers.filter((c) => c.signals > 0).length,
    links,
    table,
    dots: placed.filter((c) => !linked.has(c)).map(({ longitude, latitude }) => ({ longitude, latitude })),
  }
}

/** The overview as it is shown. */
export function foldOverview(answer: PageAnswers['overview'], views: TableViews): OverviewModel {
  if (answer.snapshot_id === null) return answer
  const { money } = answer
  const amounts = new Map(money?.centers.map((row) => [row.center_code, row]))
  const rows = answer.centers.map((center) => ({ ...center, ...amounts.get(center.center_code) }))
  const centers = fold(rows, { weight, view: views('centers') })
  const shown = new Set(centers.rows.map((c) => c.center_code))
  return {
    ...answer,
    centers,
    map: mapOf(answer.centers, fold(answer.centers, { weight })),
    attention: {
      ...answer.attention,
      signals: answer.attention.signals.slice(0, MOST_ATTENTION),
      total: answer.attention.signals.length,
    },
    money: money && { ...money, centers: money.centers.filter((c) => shown.has(c.center_code)) },
  }
}
