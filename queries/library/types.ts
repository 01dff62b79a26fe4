/** A documented query that teaches the schema. Every parameter may stay empty: it then leaves nothing out. */
export interface LibraryQuery {
  id: string
  topic: LibraryTopic
  title_en: string
  title_zh: string
  description_en: string
  description_zh: string
  /** Tables read, as one writes them: `exam`, `mart.center_day`. */
  tables: readonly string[]
  sql: string
}

export const LIBRARY_TOPICS = ['throughput', 'compliance', 'concordance', 'profitability', 'data'] as const
export type LibraryTopic = (typeof LIBRARY_TOPICS)[number]
