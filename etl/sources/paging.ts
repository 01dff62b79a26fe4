import { at } from './pointer.ts'
import type { Page } from './page.ts'
import type { Source } from './schema.ts'
import { SourceError } from './source-error.ts'

/** Which page to ask for; null is the first one. A `link` is stored without the secret. */
export type Position = { cursor: string } | { page: number } | { offset: number } | { link: string } | null

/** Address of a page, without the secret. */
export function addressOf(source: Source, position: Position, since: string | null): URL {
  const url = new URL(source.address)
  if (position && 'link' in position) return new URL(position.link)
  const { paging, query, page_size: size, updated_since: updated } = source
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, String(value))
  if (size) url.searchParams.set(size.parameter, String(size.records))
  if (updated && since !== null) url.searchParams.set(updated.parameter, since)
  if (paging.type === 'page') {
    url.searchParams.set(paging.parameter, String(position && 'page' in position ? position.page : paging.first))
  }
  if (paging.type === 'offset') {
    url.searchParams.set(paging.parameter, String(position && 'offset' in position ? position.offset : 0))
  }
  if (paging.type === 'cursor' && position && 'cursor' in position)
    url.searchParams.set(paging.parameter, position.cursor)
  return url
}

/** Position of the page after this one; null when it was the last. */
export function nextPosition(source: Source, position: Position, page: Page, secretParameter: string | null): Position {
  const { paging } = source
  if (paging.type === 'cursor') return nextCursor(paging, page)
  if (paging.type === 'link') return nextLink(source, paging, page, position, secretParameter)
  if (paging.type === 'none' || page.records.length === 0) return null
  if (paging.type === 'offset') {
    return { offset: (position && 'offset' in position ? position.offset : 0) + page.records.length }
  }
  const number = position && 'page' in position ? position.page : paging.first
  const total = paging.total_pages === undefined ? null : Number(at(page.document, paging.total_pages) ?? NaN)
  if (total !== null && Number.isNaN(total)) {
    throw new SourceError('malformed-page', 'a page does not say how many there are at total_pages', { retry: true })
  }
  return total !== null && number - paging.first + 1 >= total ? null : { page: number + 1 }
}

function nextCursor(paging: Extract<Source['paging'], { type: 'cursor' }>, page: Page): Position {
  if (paging.more !== undefined && at(page.document, paging.more) === false) return null
  const found = paging.next_header ? page.headers.get(paging.next_header) : at(page.document, paging.next!)
  if (found === null || found === undefined || found === '') return null
  if (typeof found === 'string' || typeof found === 'number') return { cursor: String(found) }
  throw new SourceError('malformed-page', 'a page has a cursor that is neither text nor number', { retry: true })
}

function nextLink(
  source: Source,
  paging: Extract<Source['paging'], { type: 'link' }>,
  page: Page,
  position: Position,
  secretParameter: string | null,
): Position {
  const found = paging.next === undefined ? relNext(page.headers.get('link')) : at(page.document, paging.next)
  if (found === null || found === undefined || found === '') return null
  const base = position && 'link' in position ? position.link : source.address
  if (typeof found !== 'string' || !URL.canParse(found, base)) {
    throw new SourceError('malformed-page', 'a page has a link to the next one that is no address', { retry: true })
  }
  const url = new URL(found, base)
  if (url.origin !== new URL(source.address).origin || url.username + url.password !== '') {
    throw new SourceError(
      'link',
      `a page links to ${url.origin} for the next one, where nothing was sent. Ask who runs it.`,
    )
  }
  if (secretParameter) url.searchParams.delete(secretParameter)
  url.hash = ''
  return { link: url.href }
}

/** Address with `rel=next` of a Link header (RFC 8288); null where there is none. */
export function relNext(header: string | null): string | null {
  for (const [, address, parameters] of (header ?? '').matchAll(/<([^>]*)>((?:\s*;\s*[^,;"]+(?:"[^"]*")?)*)/g)) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters ?? '')
    if ((rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/).includes('next')) return address!
  }
  return null
}
