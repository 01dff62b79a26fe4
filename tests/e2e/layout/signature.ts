import type { Page } from 'playwright-core'

/** Where a part of a page stands: left edge and width in 48ths of the page's content, height in pixels. */
type Box = [name: string, left: number, width: number, height: number]

/** What a page looks like from afar: its parts in order, and how tall it is. */
export interface Signature {
  height: number
  boxes: Box[]
}

/** Fonts of another machine set lines otherwise: a height may differ by so much of it and so many pixels. */
const HEIGHT_SHARE = 0.3
const HEIGHT_PX = 48
/** And an edge by one part of 48. */
const EDGE = 1

/** The parts of a page as they stand now. */
export function signatureOf(page: Page): Promise<Signature> {
  return page.evaluate(() => {
    const main = document.querySelector('main > div:last-of-type')!.getBoundingClientRect()
    const parts = 'main .tremor-Card-root, main [data-tile], main figure, main [role=region], main h1'
    const nameOf = (e: Element) =>
      e.id || e.getAttribute('data-tile') || `${e.closest('[id]')?.id}/${e.tagName.toLowerCase()}`
    const part = (pixels: number) => Math.round((pixels / main.width) * 48)
    const boxes = [...document.querySelectorAll(parts)].flatMap((e): Box[] => {
      const { left, width, height } = e.getBoundingClientRect()
      return width === 0 ? [] : [[nameOf(e), part(left - main.left), part(width), Math.round(height)]]
    })
    return { height: Math.round(main.height), boxes }
  })
}

const differ = (a: number, b: number) => Math.abs(a - b) > HEIGHT_PX + HEIGHT_SHARE * Math.max(a, b)

/** What stands otherwise than it stood, in words; empty where the page looks as it did. */
export function differences(before: Signature | undefined, now: Signature): string[] {
  if (!before) return ['is new']
  const names = (signature: Signature) => signature.boxes.map(([name]) => name).join(' ')
  if (names(before) !== names(now)) return [`has other parts: ${names(now)}, not ${names(before)}`]
  const moved = now.boxes.flatMap(([name, left, width, height], place) => {
    const [, leftBefore, widthBefore, heightBefore] = before.boxes[place]!
    const isAside = Math.abs(left - leftBefore) > EDGE || Math.abs(width - widthBefore) > EDGE
    if (!isAside && !differ(height, heightBefore)) return []
    return [`${name} stands at ${left}+${width}, ${height} px tall, not ${leftBefore}+${widthBefore}, ${heightBefore}`]
  })
  return [...moved, ...(differ(now.height, before.height) ? [`is ${now.height} px tall, not ${before.height}`] : [])]
}

/** A page a line, so that a change is read in a diff. */
export function asText(signatures: Record<string, Signature>): string {
  const lines = Object.entries(signatures).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
  return `{\n${lines.join(',\n')}\n}\n`
}
