import type { Paged } from './page-types.ts'

export const PAGE_SIZE = 50

/** Page numbers come from addresses: anything that is no page is the first one. */
export function pageNumber(page: number | undefined): number {
  return page !== undefined && Number.isInteger(page) && page >= 1 && page <= 1_000_000 ? page : 1
}

export function paged<Row>(rows: Row[], total: number, page: number): Paged<Row> {
  return { rows, total, page, page_size: PAGE_SIZE }
}
