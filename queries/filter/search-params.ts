/** A single text of the query string, at most 200 characters; empty counts as not given. */
export function textParam(search: URLSearchParams, name: string): string | undefined {
  return search.get(name)?.trim().slice(0, 200) || undefined
}

/** A page number counts from 1; anything else is the first. */
export function pageParam(search: URLSearchParams, name: string): number | undefined {
  const value = search.get(name) ?? ''
  return /^[1-9]\d{0,6}$/.test(value) ? Number(value) : undefined
}
