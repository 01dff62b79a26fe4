import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'
import { displayed, widthOf, type Look } from './logic/display.ts'
import { columnKind, sortedPlaces, type Cell } from './logic/values.ts'
import type { Meanings } from './logic/meanings.ts'
import type { SqlColumn } from './console-types.ts'

const ROW = 28
const PAGE = 15

export interface Place {
  row: number
  column: number
}

/** Cells from one corner to the other, both included; rows count in the order on screen. */
export interface Block {
  anchor: Place
  head: Place
}

interface Props {
  columns: SqlColumn[]
  rows: Cell[][]
  label: string
  look: Look
  meanings: Meanings
  /** Rows in the order on screen and the marked cells, whenever either changes. */
  onMark: (block: Block, shown: Cell[][]) => void
  onCopy: () => void
  onOpen: (place: Place) => void
}

interface Sort {
  column: number
  descending: boolean
}

const between = (value: number, a: number, b: number) => value >= Math.min(a, b) && value <= Math.max(a, b)

/** Where a key leads from a cell; null where it leads nowhere. */
function stepOf(key: string, { row, column }: Place, rows: number, columns: number, ends: boolean): Place | null {
  const at = (r: number, c: number) => ({
    row: Math.min(rows - 1, Math.max(0, r)),
    column: Math.min(columns - 1, Math.max(0, c)),
  })
  switch (key) {
    case 'ArrowUp':
      return at(ends ? 0 : row - 1, column)
    case 'ArrowDown':
      return at(ends ? rows : row + 1, column)
    case 'ArrowLeft':
      return at(row, ends ? 0 : column - 1)
    case 'ArrowRight':
      return at(row, ends ? columns : column + 1)
    case 'PageUp':
      return at(row - PAGE, column)
    case 'PageDown':
      return at(row + PAGE, column)
    case 'Home':
      return at(ends ? 0 : row, 0)
    case 'End':
      return at(ends ? rows : row, columns)
    default:
      return null
  }
}

/** Rows of a result: only those in view are in the document, so that 100,000 scroll as lightly as ten. */
export function ResultGrid({ columns, rows, label, look, meanings, onMark, onCopy, onOpen }: Props) {
  const { t } = useI18n()
  const frame = useRef<HTMLDivElement>(null)
  const kinds = useMemo(() => columns.map(({ type }) => columnKind(type)), [columns])
  const [widths, setWidths] = useState(() =>
    columns.map(({ name, type }, i) =>
      widthOf(
        name,
        type,
        rows.slice(0, 60).map((row) => row[i]),
      ),
    ),
  )
  const [sort, setSort] = useState<Sort | null>(null)
  const [block, setBlock] = useState<Block>({ anchor: { row: 0, column: 0 }, head: { row: 0, column: 0 } })
  const shown = useMemo(
    () =>
      sort ? sortedPlaces(rows, sort.column, kinds[sort.column]!, sort.descending).map((place) => rows[place]!) : rows,
    [rows, sort, kinds],
  )
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 12,
  })
  const template = widths.map((width) => `${width}px`).join(' ')

  const mark = (next: Block, order = shown) => {
    setBlock(next)
    onMark(next, order)
  }
  const toggle = (column: number) => {
    const next =
      sort?.column !== column ? { column, descending: false } : sort.descending ? null : { column, descending: true }
    setSort(next)
    const order = next ? sortedPlaces(rows, column, kinds[column]!, next.descending).map((place) => rows[place]!) : rows
    const corner = { row: 0, column }
    mark({ anchor: corner, head: corner }, order)
  }
  const resize = (column: number, by: number) =>
    setWidths((old) => old.map((width, i) => (i === column ? Math.min(900, Math.max(48, width + by)) : width)))

  const onKeyDown = (event: KeyboardEvent) => {
    const control = event.ctrlKey || event.metaKey
    if (control && event.key.toLowerCase() === 'c') {
      event.preventDefault()
      return onCopy()
    }
    if (control && event.key.toLowerCase() === 'a') {
      event.preventDefault()
      return mark({ anchor: { row: 0, column: 0 }, head: { row: shown.length - 1, column: columns.length - 1 } })
    }
    if (event.altKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      event.preventDefault()
      return resize(block.head.column, event.key === 'ArrowLeft' ? -16 : 16)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      return event.shiftKey ? toggle(block.head.column) : onOpen(block.head)
    }
    const head = stepOf(event.key, block.head, shown.length, columns.length, control)
    if (!head) return
    event.preventDefault()
    mark({ anchor: event.shiftKey ? block.anchor : head, head })
    virtual.scrollToIndex(head.row)
    const left = widths.slice(0, head.column).reduce((sum, width) => sum + width, 0)
    const view = frame.current
    if (view && (left < view.scrollLeft || left + widths[head.column]! > view.scrollLeft + view.clientWidth))
      view.scrollLeft = left
  }

  const startResize = (column: number) => (event: PointerEvent<HTMLSpanElement>) => {
    event.preventDefault()
    const handle = event.currentTarget
    handle.setPointerCapture(event.pointerId)
    let last = event.clientX
    const move = (moved: globalThis.PointerEvent) => {
      resize(column, moved.clientX - last)
      last = moved.clientX
    }
    handle.addEventListener('pointermove', move)
    handle.addEventListener('pointerup', () => handle.removeEventListener('pointermove', move), { once: true })
  }

  return (
    <div
      ref={frame}
      role="grid"
      aria-label={label}
      aria-rowcount={shown.length + 1}
      aria-colcount={columns.length}
      aria-multiselectable
      aria-activedescendant={shown.length > 0 ? `cell-${block.head.row}-${block.head.column}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="relative max-h-[60vh] min-h-24 overflow-auto rounded border border-line text-[0.8125rem]"
    >
      <div
        role="row"
        aria-rowindex={1}
        className="sticky top-0 z-[1] grid w-max min-w-full border-b border-line bg-raised"
        style={{ gridTemplateColumns: template }}
      >
        {columns.map(({ name, type }, column) => (
          <div
            key={column}
            role="columnheader"
            aria-colindex={column + 1}
            aria-sort={sort?.column === column ? (sort.descending ? 'descending' : 'ascending') : 'none'}
            className="relative min-w-0"
          >
            <button
              type="button"
              tabIndex={-1}
              onClick={() => toggle(column)}
              title={[name, type, meanings[name], t('sql.grid.sort')].filter(Boolean).join(' · ')}
              className={`flex h-7 w-full items-center gap-1 px-2 text-xs font-medium ${kinds[column] === 'number' ? 'justify-end' : ''}`}
            >
              <span className="truncate">{name}</span>
              {sort?.column === column && <span aria-hidden>{sort.descending ? '▾' : '▴'}</span>}
            </button>
            <span
              aria-hidden
              onPointerDown={startResize(column)}
              className="absolute -right-1 top-0 z-[2] h-full w-2 cursor-col-resize touch-none border-r border-line hover:border-accent"
            />
          </div>
        ))}
      </div>
      <div role="rowgroup" className="relative w-max min-w-full" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            role="row"
            aria-rowindex={index + 2}
            className="absolute left-0 grid min-w-full border-b border-line"
            style={{ gridTemplateColumns: template, height: ROW, transform: `translateY(${start}px)` }}
          >
            {columns.map(({ name, type }, column) => {
              const marked =
                between(index, block.anchor.row, block.head.row) &&
                between(column, block.anchor.column, block.head.column)
              const value = shown[index]?.[column]
              return (
                <div
                  key={column}
                  id={`cell-${index}-${column}`}
                  role="gridcell"
                  aria-colindex={column + 1}
                  aria-selected={marked}
                  onPointerDown={(event) => {
                    const head = { row: index, column }
                    mark({ anchor: event.shiftKey ? block.anchor : head, head })
                  }}
                  onPointerEnter={(event) => {
                    if (event.buttons === 1) mark({ anchor: block.anchor, head: { row: index, column } })
                  }}
                  onDoubleClick={() => onOpen({ row: index, column })}
                  className={`select-none truncate px-2 leading-7 ${kinds[column] === 'number' ? 'text-right tabular-nums' : ''} ${
                    marked ? 'bg-accent-soft' : ''
                  } ${block.head.row === index && block.head.column === column ? 'outline outline-1 -outline-offset-1 outline-accent' : ''} ${
                    value === null ? 'text-muted' : ''
                  }`}
                >
                  {displayed(value, type, look, name)}
                </div>
              )
            })}
          </div>
        ))}
      </div>
    </div>
  )
}
