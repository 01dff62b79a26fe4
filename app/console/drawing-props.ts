import type { SqlColumn } from './console-types.ts'
import type { ChartChoice } from './logic/chart-choice.ts'
import type { Cell } from './logic/values.ts'

/** What each drawing of a result is given. */
export interface DrawingProps {
  columns: SqlColumn[]
  rows: Cell[][]
  choice: ChartChoice
}
