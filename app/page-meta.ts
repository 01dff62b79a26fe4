import { isRouteErrorResponse, type MetaFunction } from '@remix-run/react'
import type { MessageKey, Messages } from './i18n/en.ts'

/** The page's name in the reader's language with the codes of its address, or what went wrong, before the product's. */
export function pageMeta(key: MessageKey): MetaFunction {
  return ({ matches, params, error }) => {
    const root = matches.find((match) => match.id === 'root')?.data as { messages?: Messages } | undefined
    const isLost = isRouteErrorResponse(error) && error.status === 404
    const name = root?.messages?.[isLost ? 'error.not_found' : key]
    const codes = isLost ? [] : Object.values(params)
    return [{ title: name ? `${[name, ...codes].join(' ')} · Isocenter` : 'Isocenter' }]
  }
}
