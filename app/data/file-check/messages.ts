/** What page and worker say to each other, and what a check tells: the shapes of etl/file-check, which the app does not import. */
export interface Problem {
  line: number | null
  column: string | null
  reason: string
  value: string | null
}

export interface FileReport {
  feed: string
  profile: string | null
  encoding: string | null
  rowsRead: number
  rowsGood: number
  rowsRejected: number
  leftOut: Record<string, number>
  problems: Problem[]
  reasons: { reason: string; column: string | null; rows: number }[]
  hints: { code: string; values: Record<string, string> }[]
}

export interface ProfileText {
  name: string
  text: string
}

export type Ask =
  | { kind: 'feeds' }
  | { kind: 'profile'; name: string; text: string }
  | { kind: 'check'; file: File; feed: string; profile: ProfileText | null }

export type Answer =
  | { kind: 'feeds'; feeds: string[] }
  | { kind: 'profile'; feed: string | null; problems: { path: string; message: string }[] }
  | { kind: 'report'; report: FileReport }
  | { kind: 'failed'; code: 'too_large' | 'broken_gzip' | 'no_gzip' | 'unreadable'; mb?: number }

/** An answer, or before it the share of the file that has been read. */
export type FromWorker = { id: number } & ({ answer: Answer } | { progress: number })
