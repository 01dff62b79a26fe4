import type { ReactNode } from 'react'

interface Props {
  label: string
  headings: string[]
  rows: { key: string | number; cells: ReactNode[] }[]
  none: string
}

/** Rows under headings, for lists that no page of figures has. */
export function SimpleTable({ label, headings, rows, none }: Props) {
  if (rows.length === 0) return <p className="text-muted">{none}</p>
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={label}>
      <table className="w-full text-left">
        <thead className="text-muted">
          <tr>
            {headings.map((heading) => (
              <th key={heading} scope="col" className="pr-3 font-normal">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key} className="border-t border-line align-top">
              {cells.map((cell, place) => (
                <td key={place} className="py-1 pr-3">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
