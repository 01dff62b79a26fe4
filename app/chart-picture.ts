/** A chart as it stands on the page, drawn anew as one picture: its boxes, lines and words, each where it is. */
interface Frame {
  left: number
  top: number
}

const SKIPPED = 'details, .menu, .sr-only, script, style, title'
const MARGIN = 16

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)
const places = (value: number) => String(Math.round(value * 100) / 100)
const isSeen = (colour: string) => colour !== 'none' && !/^rgba\(.*, 0\)$|^transparent$/.test(colour)

function tag(name: string, attributes: Record<string, string | number>, content = ''): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? places(value) : escaped(value)}"`,
  )
  return `<${name}${written.join('')}>${content}</${name}>`
}

/** A box's ground and its edges. */
function boxOf(element: Element, { left, top }: Frame): string {
  const style = getComputedStyle(element)
  const box = element.getBoundingClientRect()
  const [x, y] = [box.left - left, box.top - top]
  const ground =
    isSeen(style.backgroundColor) && box.width > 0 && box.height > 0
      ? tag('rect', {
          ...{ x, y, width: box.width, height: box.height, fill: style.backgroundColor },
          ...{ rx: Math.min(parseFloat(style.borderTopLeftRadius) || 0, box.height / 2), opacity: style.opacity },
        })
      : ''
  const edge = (side: 'Top' | 'Left' | 'Right' | 'Bottom', from: [number, number], to: [number, number]) => {
    const [width, kind, stroke] = (['Width', 'Style', 'Color'] as const).map((part) => style[`border${side}${part}`])
    if (!(parseFloat(width!) > 0) || kind === 'none' || !isSeen(stroke!)) return ''
    return tag('line', {
      ...{ x1: from[0], y1: from[1], x2: to[0], y2: to[1], stroke: stroke!, 'stroke-width': parseFloat(width!) },
      ...{ 'stroke-dasharray': kind === 'dashed' ? '4 3' : 'none', opacity: style.opacity },
    })
  }
  const [right, bottom] = [x + box.width, y + box.height]
  return [
    ground,
    edge('Top', [x, y], [right, y]),
    edge('Left', [x, y], [x, bottom]),
    edge('Right', [right, y], [right, bottom]),
    edge('Bottom', [x, bottom], [right, bottom]),
  ].join('')
}

/** The words of a text, a line where the page breaks it. */
function textOf(text: Text, { left, top }: Frame): string {
  const { parentElement: parent, data } = text
  if (!parent || data.trim() === '') return ''
  const style = getComputedStyle(parent)
  const lines = new Map<number, { x: number; bottom: number; height: number; words: string }>()
  const range = document.createRange()
  for (const word of data.matchAll(/[^\s\u3400-\u9fff]+\s?|[\u3400-\u9fff]\s?/g)) {
    range.setStart(text, word.index)
    range.setEnd(text, word.index + word[0].trimEnd().length)
    const box = range.getBoundingClientRect()
    if (box.width === 0) continue
    const key = Math.round(box.top)
    const line = lines.get(key)
    if (line) line.words += word[0]
    else lines.set(key, { x: box.left - left, bottom: box.bottom - top, height: box.height, words: word[0] })
  }
  return [...lines.values()]
    .map(({ x, bottom, height, words }) =>
      tag(
        'text',
        // Of a line's height a fifth lies below the letters.
        {
          ...{ x, y: bottom - height * 0.21, fill: style.color, 'font-size': style.fontSize },
          'font-weight': style.fontWeight,
        },
        escaped(words.trimEnd()),
      ),
    )
    .join('')
}

/** Paths keep their place in the view box, which is stretched to where the drawing stands. */
function drawingOf(svg: SVGElement, { left, top }: Frame): string {
  const box = svg.getBoundingClientRect()
  const paths = [...svg.querySelectorAll('path')].map((path) => {
    const style = getComputedStyle(path)
    // Marks that are only there to be pointed at.
    if (style.strokeOpacity === '0') return ''
    return tag('path', {
      ...{ d: path.getAttribute('d') ?? '', fill: style.fill, stroke: style.stroke, opacity: style.opacity },
      ...{ 'stroke-width': parseFloat(style.strokeWidth), 'stroke-dasharray': style.strokeDasharray },
      ...{ 'stroke-linecap': style.strokeLinecap, 'stroke-opacity': style.strokeOpacity },
      'vector-effect': 'non-scaling-stroke',
    })
  })
  const transform = `translate(${places(box.left - left)} ${places(box.top - top)}) scale(${box.width / 100} ${box.height / 100})`
  return tag('g', { transform }, paths.join(''))
}

function drawn(node: Node, frame: Frame): string {
  if (node instanceof Text) return textOf(node, frame)
  if (!(node instanceof Element) || node.matches(SKIPPED)) return ''
  if (getComputedStyle(node).display === 'none') return ''
  if (node instanceof SVGElement) return drawingOf(node, frame)
  return boxOf(node, frame) + [...node.childNodes].map((child) => drawn(child, frame)).join('')
}

/** The figure as one SVG document, with what it rests on (the page's printed foot) below it. */
export function pictureOf(figure: Element): { svg: string; width: number; height: number } {
  const box = figure.getBoundingClientRect()
  const foot = document.querySelector('footer.print-only')?.textContent ?? ''
  const [width, height] = [box.width + 2 * MARGIN, box.height + 2 * MARGIN + 20]
  const style = getComputedStyle(document.body)
  const ground = getComputedStyle(figure.closest('.tremor-Card-root') ?? document.body).backgroundColor
  const content = [
    tag('rect', { width, height, fill: ground }),
    drawn(figure, { left: box.left - MARGIN, top: box.top - MARGIN }),
    tag('text', { x: MARGIN, y: height - MARGIN + 2, fill: style.color, 'font-size': '10px' }, escaped(foot)),
  ].join('')
  const svg = tag(
    'svg',
    {
      ...{ xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${places(width)} ${places(height)}` },
      'font-family': style.fontFamily,
    },
    content,
  )
  return { svg, width, height }
}

/** The picture in pixels, twice as fine as the screen. */
export async function pixelsOf({ svg, width, height }: ReturnType<typeof pictureOf>): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = Object.assign(document.createElement('canvas'), { width: width * 2, height: height * 2 })
  const context = canvas.getContext('2d')
  context?.scale(2, 2)
  context?.drawImage(image, 0, 0)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The browser drew no picture.'))), 'image/png'),
  )
}
