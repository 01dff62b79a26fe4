import type { Reason } from './judge.ts'

export interface Problem {
  /** Physical line, 1 = first; null: the file as a whole. */
  line: number | null
  /** Contract column; null where it is the line or the file. */
  column: string | null
  reason: Reason
  /** As it stands in the file: for whoever sent it only. Cut at 80 characters. */
  value: string | null
  /** The value holds the row's own code of a person. */
  isPerson?: true
}

export type HintCode =
  | 'encoding'
  | 'delimiter'
  | 'unmapped_column'
  | 'similar_column'
  | 'unknown_format'
  | 'lost_identifier'
  | 'no_header'
  | 'duplicate_header'
  | 'needs_profile'
  | 'empty'
  | 'other_format'
  | 'sep_line'
  | 'line_ends'
  | 'end_of_file'
  | 'second_header'
  | 'two_header_rows'
  | 'very_large'

/** What may be done about it. `values` fill the sentence. */
export interface Hint {
  code: HintCode
  values: Record<string, string>
}

export interface FileReport {
  feed: string
  profile: string | null
  encoding: string | null
  header: string[] | null
  rowsRead: number
  rowsGood: number
  rowsRejected: number
  /** Lines that are no rows: totals, repeated headers, blanks, filters. */
  leftOut: Record<string, number>
  /** The first of them; `reasons` counts all. */
  problems: Problem[]
  reasons: { reason: Reason; column: string | null; rows: number }[]
  hints: Hint[]
  /** First rows as the contract would see them, with their lines. */
  sample: { line: number; row: (string | null)[] }[]
  columns: string[]
  /** Whether unknown centers and scanners were looked for. */
  knowsReferences: boolean
}

const MOST_PROBLEMS = 5000
const SAMPLE = 20

/** A text of its own: a part of a text keeps all of it in memory. */
export const copyOf = (text: string): string => text.split('').join('')

/** Collects what a check finds. */
export class ReportBuilder {
  readonly #counts = new Map<string, { reason: Reason; column: string | null; rows: number }>()
  readonly #most: number
  readonly report: FileReport

  constructor(report: Pick<FileReport, 'feed' | 'profile' | 'columns' | 'knowsReferences'>, most = MOST_PROBLEMS) {
    this.#most = most
    this.report = {
      ...report,
      ...{ encoding: null, header: null, rowsRead: 0, rowsGood: 0, rowsRejected: 0 },
      ...{ leftOut: {}, problems: [], reasons: [], hints: [], sample: [] },
    }
  }

  hint(code: HintCode, values: Record<string, string> = {}): void {
    this.report.hints.push({ code, values })
  }

  good(line: number, row: (string | null)[]): void {
    this.report.rowsRead++
    this.report.rowsGood++
    if (this.report.sample.length < SAMPLE)
      this.report.sample.push({ line, row: row.map((cell) => cell && copyOf(cell)) })
  }

  /** A rejected row, or with line null the whole file. */
  problem(problem: Problem): void {
    if (problem.line !== null) {
      this.report.rowsRead++
      this.report.rowsRejected++
    }
    const key = `${problem.reason} ${problem.column}`
    const seen = this.#counts.get(key) ?? { reason: problem.reason, column: problem.column, rows: 0 }
    seen.rows++
    this.#counts.set(key, seen)
    if (this.report.problems.length < this.#most)
      this.report.problems.push({ ...problem, value: problem.value && copyOf(problem.value.slice(0, 80)) })
  }

  end(): FileReport {
    this.report.reasons = [...this.#counts.values()].sort((a, b) => b.rows - a.rows)
    return this.report
  }
}
