import type { NoSnapshot } from '#queries/page/page-types.ts'
import type { AttentionList, CenterPoint, OverviewPage } from '#queries/overview/overview-types.ts'
import type { PageAnswers } from '../server/pages.ts'
import { provinceOf } from '../format/province-places.ts'
import { fold, type Folded } from '../served/fold.ts'
import type { TableViews } from '../served/table-view.ts'

/** A signal takes several lines. */
const MOST_ATTENTION = 40

/** What a province's square may show, the first unless somebody picks another. */
export const MAP_FIGURES = ['exams_performed', 'centers', 'signals'] as const
export type MapFigure = (typeof MAP_FIGURES)[number]

export interface ProvinceSums extends Record<MapFigure, number> {
  province: string
  /** As the sources write it, for the filter. */
  names: string[]
}

export interface MapModel {
  total: number
  /** Centers whose province is not known. */
  unplaced: number
  alerts: number
  provinces: ProvinceSums[]
  table: Folded<CenterPoint>
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

function provincesOf(centers: CenterPoint[]): ProvinceSums[] {
  const sums = new Map<string, ProvinceSums>()
  for (const center of centers) {
    const province = provinceOf(center.province)
    if (province === null || center.province === null) continue
    const of = sums.get(province) ?? { province, names: [], exams_performed: 0, centers: 0, signals: 0 }
    of.exams_performed += center.exams_performed
    of.centers += 1
    of.signals += center.signals
    if (!of.names.includes(center.province)) of.names.push(center.province)
    sums.set(province, of)
  }
  return [...sums.values()]
}

function mapOf(centers: CenterPoint[], table: Folded<CenterPoint>): MapModel {
  const provinces = provincesOf(centers)
  return {
    total: centers.length,
    unplaced: centers.length - provinces.reduce((n, of) => n + of.centers, 0),
    alerts: centers.filter((c) => c.signals > 0).length,
    provinces,
    table,
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
