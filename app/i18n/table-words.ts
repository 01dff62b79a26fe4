/** What a published table and its columns mean. */
export interface TableWords {
  row: string
  columns: Record<string, string>
}
