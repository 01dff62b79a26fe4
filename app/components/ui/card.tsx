import { Card as TremorCard } from '@tremor/react'
import type { ReactNode } from 'react'
import { PanelIdContext } from '../panels/panel-context.ts'
import { CardMenu } from '../panels/card-menu.tsx'

/**
 * A bordered panel with a heading; `panel` names the statement behind its figures and is its anchor, unless `id` makes the
 * heading another.
 */
export function Card(props: {
  title?: ReactNode
  note?: ReactNode
  id?: string
  panel?: string
  className?: string
  children: ReactNode
}) {
  const { title, note, id, panel, className = '', children } = props
  return (
    <TremorCard id={id ? undefined : panel} className={`min-w-0 scroll-mt-4 p-4 ${className}`}>
      <CardMenu id={panel} of={typeof title === 'string' ? title : undefined} className="float-right ml-2" />
      {title && (
        <div className="mb-2">
          <h2 id={id}>{title}</h2>
          {note && <p className="text-muted">{note}</p>}
        </div>
      )}
      <PanelIdContext.Provider value={panel}>{children}</PanelIdContext.Provider>
    </TremorCard>
  )
}
