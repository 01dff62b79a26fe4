import { PAGE_LIST, PAGES, pathParams, type PageName } from '#app/page-list.ts'

/** A code of every kind that a demo network has; the exam's is only known once the demo is made. */
export const CODES: Record<string, string> = {
  center_code: 'C001',
  protocol_code: 'CT-CHEST',
  product_code: 'AI-CHEST',
  scanner_id: 'C001-CT1',
}

/** A page's address with codes in it; null where one of them is not given. */
export function addressOf(page: PageName, codes: Record<string, string> = CODES): string | null {
  const params = pathParams(page)
  if (!params.every((name) => codes[name])) return null
  return params.reduce<string>(
    (path, name) => path.replace(`:${name}`, encodeURIComponent(codes[name]!)),
    PAGE_LIST[page].path,
  )
}

/** Every page that the codes reach, with its address. */
export const addresses = (codes?: Record<string, string>): [PageName, string][] =>
  PAGES.flatMap((page): [PageName, string][] => {
    const address = addressOf(page, codes)
    return address === null ? [] : [[page, address]]
  })
