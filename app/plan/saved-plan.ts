/** A plan that a person kept. */
export interface SavedPlan {
  name: string
  /** The levers as a query string. */
  levers: string
  saved_at: string
}
