import { Link } from '@remix-run/react'
import { mapFrame, placesPath } from '../components/charts/geometry.ts'

export interface MapPlace {
  key: string
  longitude: number
  latitude: number
  size: number
  alert: boolean
  title: string
  href: string
}

const percent = (share: number) => `${Math.round(share * 10_000) / 100}%`

interface Props {
  label: string
  places: MapPlace[]
  /** Of many centers those that are no links. */
  dots?: { longitude: number; latitude: number }[]
}

/** Centers where they lie, larger for more exams, a square where something needs attention; each is a link. */
export function CenterMap({ label, places, dots = [] }: Props) {
  if (places.length === 0) return null
  const frame = mapFrame([...places, ...dots])
  const most = Math.max(1, ...places.map((p) => p.size))
  const aspect = Math.min(2.2, Math.max(0.9, frame.aspect))
  const byAlert = [...places].sort((a, b) => Number(a.alert) - Number(b.alert))
  return (
    <div
      role="group"
      aria-label={label}
      className="map relative overflow-hidden rounded border border-line bg-raised"
      style={{ aspectRatio: String(aspect) }}
    >
      {dots.length > 0 && (
        <svg aria-hidden viewBox="0 0 100 100" preserveAspectRatio="none" className="chart-svg">
          <path
            d={placesPath(dots.map((p) => ({ x: frame.x(p.longitude), y: frame.y(p.latitude) })))}
            className="stroke-series-1 opacity-80"
            strokeWidth={7}
            strokeLinecap="round"
          />
        </svg>
      )}
      {byAlert.map((p) => {
        const size = Math.round(8 + 16 * Math.sqrt(p.size / most))
        return (
          <Link
            key={p.key}
            to={p.href}
            title={p.title}
            aria-label={p.title}
            className={p.alert ? 'alert' : undefined}
            style={{
              left: percent(frame.x(p.longitude)),
              top: percent(1 - frame.y(p.latitude)),
              width: size,
              height: size,
            }}
          />
        )
      })}
    </div>
  )
}
