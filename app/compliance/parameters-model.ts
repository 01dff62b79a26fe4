import type { MissingTagCell, ParametersPage, Strip } from '#queries/compliance/parameters-types.ts'
import type { NoSnapshot } from '#queries/page/page-types.ts'
import { fold, type Folded } from '../served/fold.ts'
import type { PageAnswers } from '../server/pages.ts'

/** More strips than this are no small multiples any more. */
const MOST_STRIPS = 24
const MOST_TAGS = 12
const MOST_SCANNERS = 40

interface TagMatrix {
  tags: string[]
  rows: { center_code: string; scanner_id: string; n: number; exams: (number | null)[] }[]
  /** Scanners with a missing tag. */
  total: number
}

interface Model extends Omit<ParametersPage, 'strips' | 'missing_tags'> {
  strips: Folded<Strip>
  /** Exams in all strips, and those that deviate. */
  exams: number
  deviating: number
  missing_tags: TagMatrix
}

export type ParametersModel = Model | NoSnapshot

const sumBy = (cells: MissingTagCell[], key: (cell: MissingTagCell) => string) => {
  const sums = new Map<string, number>()
  for (const cell of cells) sums.set(key(cell), (sums.get(key(cell)) ?? 0) + cell.exams)
  return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name)
}

function matrixOf(cells: MissingTagCell[]): TagMatrix {
  const tags = sumBy(cells, ({ tag }) => tag).slice(0, MOST_TAGS)
  const scanners = sumBy(cells, ({ scanner_id }) => scanner_id)
  const rows = scanners.slice(0, MOST_SCANNERS).map((scanner_id) => {
    const mine = cells.filter((cell) => cell.scanner_id === scanner_id)
    const exams = tags.map((tag) => mine.find((cell) => cell.tag === tag)?.exams ?? null)
    return { center_code: mine[0]!.center_code, scanner_id, n: mine[0]!.n, exams }
  })
  return { tags, rows, total: scanners.length }
}

/** The parameters page as it is shown: the strips and scanners that stand out. */
export function foldParameters(answer: PageAnswers['parameters']): ParametersModel {
  if (answer.snapshot_id === null) return answer
  const sum = (key: 'exams' | 'deviating') => answer.strips.reduce((total, strip) => total + strip[key], 0)
  return {
    ...answer,
    strips: fold(answer.strips, { most: MOST_STRIPS }),
    exams: sum('exams'),
    deviating: sum('deviating'),
    missing_tags: matrixOf(answer.missing_tags),
  }
}
