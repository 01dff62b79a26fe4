import { pageParam, textParam } from '../filter/search-params.ts'
import type { DataQuery } from './data-types.ts'

/** The filters of the data page, as its address gives them. */
export const dataQuery = (search: URLSearchParams): DataQuery => ({
  search: textParam(search, 'search'),
  run: textParam(search, 'run'),
  file: textParam(search, 'file'),
  feed: textParam(search, 'feed'),
  status: textParam(search, 'status'),
  reason: textParam(search, 'reason'),
  center: textParam(search, 'center'),
  files_page: pageParam(search, 'files_page'),
  rejects_page: pageParam(search, 'rejects_page'),
})
