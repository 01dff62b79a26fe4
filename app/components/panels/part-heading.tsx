import { CardMenu } from './card-menu.tsx'

/** Heading of one of the tables in a card, each of which has a statement of its own. */
export function PartHeading({ title, panel }: { title: string; panel: string }) {
  return (
    <div className="mt-4">
      <CardMenu id={panel} of={title} className="float-right ml-2" />
      <h3 className="font-medium">{title}</h3>
    </div>
  )
}
