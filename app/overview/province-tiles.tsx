import { Link } from '@remix-run/react'
import { heatLevel } from '../components/charts/geometry.ts'
import { TILE_COLUMNS, type ProvincePlace } from '../format/province-places.ts'

export interface ProvinceTile extends ProvincePlace {
  name: string
  /** What the tile says and how strongly it is shaded; null where no center is. */
  value: number | null
  text: string
  title: string
  /** Leads to the province's centers. */
  href: string | null
}

/** By level: only shades on which words can be read. */
const LOOKS = [
  'bg-heat-0 text-muted',
  ...['bg-heat-1 text-ink', 'bg-heat-1 text-ink', 'bg-heat-2 text-ink', 'bg-heat-2 text-ink'],
  'bg-heat-5 text-surface',
]

/** A square for each province, roughly in place: no borders to get wrong, and no small one is hidden by a large one. */
export function ProvinceTiles({ label, tiles, isShort }: { label: string; tiles: ProvinceTile[]; isShort: boolean }) {
  const most = Math.max(0, ...tiles.map((tile) => tile.value ?? 0))
  return (
    <div
      role="group"
      aria-label={label}
      tabIndex={0}
      data-across={1}
      data-squares
      className="grid gap-0.5 text-center text-[0.625rem] leading-3 sm:gap-1"
      style={{ gridTemplateColumns: `repeat(${TILE_COLUMNS}, minmax(0, 1fr))` }}
    >
      {tiles.map((tile) => {
        const level = tile.value === null ? 0 : Math.max(1, heatLevel(tile.value, most))
        const look = `flex aspect-square min-w-0 flex-col justify-center overflow-hidden rounded-[3px] ${LOOKS[level]}`
        const style = { gridColumn: tile.column + 1, gridRow: tile.row + 1 }
        const words = (
          <>
            <span className={isShort ? 'hidden break-words sm:inline' : 'break-words'}>{tile.name}</span>
            {isShort && <span className="sm:hidden">{tile.code}</span>}
            {tile.text && <strong className="text-xs tabular-nums">{tile.text}</strong>}
          </>
        )
        return tile.href ? (
          <Link key={tile.code} to={tile.href} className={look} style={style} title={tile.title}>
            {words}
          </Link>
        ) : (
          <span key={tile.code} className={look} style={style} title={tile.title}>
            {words}
          </span>
        )
      })}
    </div>
  )
}
