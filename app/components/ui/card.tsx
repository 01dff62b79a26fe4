import { Card as TremorCard } from '@tremor/react'
import type { ReactNode } from 'react'

/** A bordered panel with a heading; `id` makes the heading an anchor. */
export function Card(props: {
  title?: ReactNode
  note?: ReactNode
  id?: string
  className?: string
  children: ReactNode
}) {
  const { title, note, id, className = '', children } = props
  return (
    <TremorCard className={`min-w-0 p-4 ${className}`}>
      {title && (
        <div className="mb-2">
          <h2 id={id}>{title}</h2>
          {note && <p className="text-muted">{note}</p>}
        </div>
      )}
      {children}
    </TremorCard>
  )
}
