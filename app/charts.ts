/**
 * Charts tell their marks by pointer, touch and keyboard: a mark's words are its title. Marks of a drawing are paths, whose
 * place is the start of their path; marks of rows and cells are elements with a place of their own.
 */
interface Mark {
  text: string
  /** On the screen. */
  box: () => { left: number; top: number; width: number; height: number }
  /** Where a path begins, on the screen. */
  at?: () => { x: number; y: number }
  /** Only where the mark is an element. */
  element?: Element
}

const DRAWING = 'svg.chart-svg[tabindex]'
/** How many marks stand side by side: 1 in rows, as many as columns in cells. */
const ACROSS = 'data-across'
const TELLING = `${DRAWING}, [${ACROSS}]`
/** Where an element's words are kept once the browser's own tip is taken off it. */
const WORDS = 'data-words'

type Move = (at: number, last: number, across: number) => number
const KEYS: Record<string, Move> = {
  ArrowRight: (at, last) => Math.min(last, at + 1),
  ArrowLeft: (at) => Math.max(0, at - 1),
  ArrowDown: (at, last, across) => (at < 0 ? 0 : at + across > last ? at : at + across),
  ArrowUp: (at, _, across) => (at - across < 0 ? Math.max(0, at) : at - across),
  Home: () => 0,
  End: (_, last) => last,
}

let shown: { chart: Element; at: number; byKey: boolean } | null = null

function pathMarks(svg: Element): Mark[] {
  const marks = [...svg.querySelectorAll<SVGPathElement>('path:has(> title)')].flatMap((path) => {
    const place = /^M\s*(-?[\d.]+)[\s,]*(-?[\d.]+)/.exec(path.getAttribute('d') ?? '')
    // The browser's own tip would say the same again.
    path.style.pointerEvents = 'none'
    if (!place) return []
    const [x, y] = [Number(place[1]), Number(place[2])]
    const box = () => {
      const frame = svg.getBoundingClientRect()
      return { ...{ left: frame.left + (x / 100) * frame.width, top: frame.top, width: 0 }, height: frame.height }
    }
    const at = () => {
      const frame = svg.getBoundingClientRect()
      return { x: frame.left + (x / 100) * frame.width, y: frame.top + (y / 100) * frame.height }
    }
    return [{ x, y, text: path.querySelector('title')?.textContent ?? '', box, at }]
  })
  return marks.sort((a, b) => a.x - b.x || a.y - b.y)
}

function elementMarks(chart: Element): Mark[] {
  return [...chart.querySelectorAll(`[title], [${WORDS}]`)].map((element) => {
    const title = element.getAttribute('title')
    if (title !== null) {
      element.setAttribute(WORDS, title)
      element.removeAttribute('title')
    }
    const text = element.getAttribute(WORDS) ?? ''
    // A row's words may leave out the value that stands at its end.
    const value = element.querySelector('.number')?.textContent?.trim() ?? ''
    const said = text.includes(value) ? text : `${text} · ${value}`
    return { text: said, box: () => element.getBoundingClientRect(), element }
  })
}

const marksOf = (chart: Element) => (chart.matches(DRAWING) ? pathMarks(chart) : elementMarks(chart))

/** Stand in the page from the start (`app/root.tsx`), so that what is said in them is heard. */
function parts() {
  const [words, line] = ['chart-words', 'chart-cursor'].map((id) => document.getElementById(id))
  return words && line ? { words, line } : null
}

function leave() {
  if (!shown) return
  shown = null
  const found = parts()
  if (!found) return
  found.words.textContent = ''
  found.line.hidden = true
}

function tell(chart: Element, marks: Mark[], at: number, byKey: boolean) {
  const mark = marks[at]
  const found = parts()
  if (!mark || !found || (shown?.chart === chart && shown.at === at)) return
  shown = { chart, at, byKey }
  if (byKey) mark.element?.scrollIntoView({ block: 'nearest' })
  found.words.textContent = mark.text
  place(mark)
}

/** The cursor over the mark, the words beside it within the window. */
function place(mark: Mark) {
  const found = parts()
  if (!found) return
  const { words, line } = found
  const { left, top, width, height } = mark.box()
  line.hidden = false
  Object.assign(line.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` })
  line.style.outline = width > 0 ? '1px solid currentColor' : 'none'
  Object.assign(words.style, { top: `${Math.max(0, top - (mark.element ? 28 : 12))}px`, left: '0px' })
  const room = document.documentElement.clientWidth - words.offsetWidth - 4
  words.style.left = `${Math.max(4, Math.min(room, left + 8))}px`
}

/** The mark of a drawing that lies nearest to the pointer. */
function nearest(marks: Mark[], { clientX, clientY }: PointerEvent): number {
  const far = ({ at }: Mark) => {
    const { x, y } = at?.() ?? { x: Infinity, y: Infinity }
    return Math.hypot(x - clientX, y - clientY)
  }
  return marks.reduce((best, mark, place) => (far(mark) < far(marks[best] ?? mark) ? place : best), 0)
}

function point(event: PointerEvent) {
  const target = event.target instanceof Element ? event.target : null
  const chart = target?.closest(TELLING)
  if (!target || !chart) return leave()
  const marks = marksOf(chart)
  const element = target.closest(`[${WORDS}]`)
  const at = chart.matches(DRAWING) ? nearest(marks, event) : marks.findIndex((mark) => mark.element === element)
  if (at < 0) return leave()
  tell(chart, marks, at, false)
}

function step(event: KeyboardEvent) {
  if (event.key === 'Escape') return leave()
  // Of links within rows the keys are their own.
  const chart = event.target instanceof Element && event.target.matches(TELLING) ? event.target : null
  const move = KEYS[event.key]
  if (!chart || !move || event.altKey || event.ctrlKey || event.metaKey) return
  const across = Number(chart.getAttribute(ACROSS) ?? 0)
  // A drawing has no rows: the page scrolls on.
  if (across === 0 && /Up|Down/.test(event.key)) return
  event.preventDefault()
  const marks = marksOf(chart)
  tell(chart, marks, move(shown?.chart === chart ? shown.at : -1, marks.length - 1, across), true)
}

/** What was pointed at has gone from under the pointer; what the keys chose is still meant. */
function scrolled() {
  if (!shown?.byKey) return leave()
  const mark = marksOf(shown.chart)[shown.at]
  if (mark) place(mark)
}

export function tellCharts() {
  document.addEventListener('pointermove', point)
  document.addEventListener('pointerdown', point)
  document.addEventListener('keydown', step)
  document.addEventListener('focusout', leave)
  document.addEventListener('scroll', scrolled, { capture: true, passive: true })
}
