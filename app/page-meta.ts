import type { MetaFunction } from '@remix-run/node'
import type { MessageKey, Messages } from './i18n/en.ts'

/** The page's name in the reader's language, before the product's. */
export function pageMeta(key: MessageKey): MetaFunction {
  return ({ matches }) => {
    const root = matches.find((match) => match.id === 'root')?.data as { messages?: Messages } | undefined
    const name = root?.messages?.[key]
    return [{ title: name ? `${name} · Isocenter` : 'Isocenter' }]
  }
}
