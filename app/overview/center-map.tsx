import { Link } from '@remix-run/react'
import { mapFrame } from '../components/charts/geometry.ts'

export interface MapPlace {
  key: string
  longitude: number
  latitude: number
  size: number
  alert: boolean
  title: string
  href: string
}

/** Centers where they lie, larger for more exams, a square ring where something needs attention; each is a link. */
export function CenterMap({ label, places }: { label: string; places: MapPlace[] }) {
  if (places.length === 0) return null
  const frame = mapFrame(places)
  const most = Math.max(1, ...places.map((p) => p.size))
  const aspect = Math.min(2.2, Math.max(0.9, frame.aspect))
  const byAlert = [...places].sort((a, b) => Number(a.alert) - Number(b.alert))
  return (
    <div
      role="group"
      aria-label={label}
      className="relative overflow-hidden rounded border border-line bg-raised"
      style={{ aspectRatio: String(aspect) }}
    >
      {byAlert.map((p) => {
        const size = Math.round(8 + 16 * Math.sqrt(p.size / most))
        return (
          <Link
            key={p.key}
            to={p.href}
            title={p.title}
            aria-label={p.title}
            className={`absolute -translate-x-1/2 -translate-y-1/2 border hover:z-10 hover:border-ink ${p.alert ? 'border-surface bg-bad' : 'rounded-full border-surface bg-series-1 opacity-80'}`}
            style={{
              left: `${frame.x(p.longitude) * 100}%`,
              top: `${(1 - frame.y(p.latitude)) * 100}%`,
              width: size,
              height: size,
            }}
          />
        )
      })}
    </div>
  )
}
