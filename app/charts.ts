/** Charts tell their marks by pointer, touch and keyboard: a mark's words are its title, its place the start of its path. */
interface Mark {
  x: number
  y: number
  text: string
}

const DRAWING = 'svg.chart-svg[tabindex]'
const KEYS: Record<string, (at: number, last: number) => number> = {
  ArrowRight: (at, last) => Math.min(last, at + 1),
  ArrowLeft: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_, last) => last,
}

let shown: { svg: Element; at: number } | null = null

function marksOf(svg: Element): Mark[] {
  const marks = [...svg.querySelectorAll<SVGPathElement>('path:has(> title)')].flatMap((path) => {
    const place = /^M\s*(-?[\d.]+)[\s,]*(-?[\d.]+)/.exec(path.getAttribute('d') ?? '')
    // The browser's own tip would say the same again.
    path.style.pointerEvents = 'none'
    return place
      ? [{ x: Number(place[1]), y: Number(place[2]), text: path.querySelector('title')?.textContent ?? '' }]
      : []
  })
  return marks.sort((a, b) => a.x - b.x || a.y - b.y)
}

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

function tell(svg: Element, marks: Mark[], at: number) {
  const mark = marks[at]
  const found = parts()
  if (!mark || !found || (shown?.svg === svg && shown.at === at)) return
  shown = { svg, at }
  const box = svg.getBoundingClientRect()
  const left = box.left + (mark.x / 100) * box.width
  const { words, line } = found
  line.hidden = false
  words.textContent = mark.text
  Object.assign(line.style, { left: `${left}px`, top: `${box.top}px`, height: `${box.height}px` })
  Object.assign(words.style, { top: `${Math.max(0, box.top - 12)}px`, left: '0px' })
  const room = document.documentElement.clientWidth - words.offsetWidth - 4
  words.style.left = `${Math.max(4, Math.min(room, left + 8))}px`
}

function point(event: PointerEvent) {
  const svg = event.target instanceof Element ? event.target.closest(DRAWING) : null
  if (!svg) return leave()
  const marks = marksOf(svg)
  const box = svg.getBoundingClientRect()
  const far = (mark: Mark) =>
    Math.hypot(
      box.left + (mark.x / 100) * box.width - event.clientX,
      box.top + (mark.y / 100) * box.height - event.clientY,
    )
  const nearest = marks.reduce((best, mark, at) => (far(mark) < far(marks[best] ?? mark) ? at : best), 0)
  tell(svg, marks, nearest)
}

function step(event: KeyboardEvent) {
  if (event.key === 'Escape') return leave()
  const svg = event.target instanceof Element ? event.target.closest(DRAWING) : null
  const move = KEYS[event.key]
  if (!svg || !move || event.altKey || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  const marks = marksOf(svg)
  tell(svg, marks, move(shown?.svg === svg ? shown.at : -1, marks.length - 1))
}

export function tellCharts() {
  document.addEventListener('pointermove', point)
  document.addEventListener('pointerdown', point)
  document.addEventListener('keydown', step)
  document.addEventListener('focusout', leave)
  document.addEventListener('scroll', leave, { capture: true, passive: true })
}
