import { useMemo, useState } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'
import { planOf, planText, type PlanNode } from './logic/plan.ts'
import { CopyButton } from './copy-button.tsx'

/** Rows that came out differ tenfold from what was expected: the order of joins may be wrong. */
const isFarOff = ({ rows, estimated }: PlanNode) =>
  rows !== null &&
  estimated !== null &&
  Math.max(rows, estimated) > 100 &&
  Math.max(rows, estimated) > 10 * Math.max(1, Math.min(rows, estimated))

function Facts({ node }: { node: PlanNode }) {
  const { t, format } = useI18n()
  return (
    <span className="flex flex-wrap items-center gap-x-3 text-xs text-muted">
      {node.seconds !== null && (
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="inline-block h-2 w-24 bg-raised">
            <span className="block h-full bg-series-1" style={{ width: `${(node.share ?? 0) * 100}%` }} />
          </span>
          <span className="tabular-nums">
            {t('sql.plan.time', { ms: format.decimal(node.seconds * 1000), share: format.rate(node.share) })}
          </span>
        </span>
      )}
      {node.rows !== null && <span className="tabular-nums">{t('sql.plan.rows', { n: format.count(node.rows) })}</span>}
      {node.estimated !== null && (
        <span className={`tabular-nums ${isFarOff(node) ? 'font-semibold text-warn' : ''}`}>
          {t(isFarOff(node) ? 'sql.plan.far_off' : 'sql.plan.estimated', { n: format.count(node.estimated) })}
        </span>
      )}
    </span>
  )
}

function Node({ node }: { node: PlanNode }) {
  return (
    <li>
      <details open>
        <summary className="cursor-pointer rounded px-1 py-0.5 hover:bg-raised">
          <span className="inline-flex flex-wrap items-baseline gap-x-3 align-top">
            <span className="font-semibold">{node.name}</span>
            <Facts node={node} />
          </span>
        </summary>
        <div className="ml-2 border-l border-line pl-4">
          {node.details.length > 0 && (
            <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-xs">
              {node.details.map(({ name, value }) => (
                <div key={name} className="contents">
                  <dt className="text-muted">{name}</dt>
                  <dd className="whitespace-pre-wrap break-words font-mono">{value}</dd>
                </div>
              ))}
            </dl>
          )}
          {node.children.length > 0 && (
            <ul>
              {node.children.map((child, place) => (
                <Node key={place} node={child} />
              ))}
            </ul>
          )}
        </div>
      </details>
    </li>
  )
}

/** The plan as a tree, the last step on top, as data flows upwards. */
export function PlanTree({ plan, elapsedMs, analyzed }: { plan: unknown; elapsedMs: number; analyzed: boolean }) {
  const { t, format } = useI18n()
  const nodes = useMemo(() => planOf(plan), [plan])
  const [generation, setGeneration] = useState(0)
  const [isOpen, setOpen] = useState(true)
  if (nodes.length === 0) return <p className="py-2 text-muted">{t('sql.plan.none')}</p>
  const all = (open: boolean) => {
    setOpen(open)
    setGeneration(generation + 1)
  }
  return (
    <div data-plan={analyzed ? 'profile' : 'explain'}>
      <div className="mb-1 flex flex-wrap items-center gap-3">
        <p className="text-muted">
          {t(analyzed ? 'sql.plan.measured' : 'sql.plan.not_run', { ms: format.count(elapsedMs) })}
        </p>
        <button type="button" className="link" onClick={() => all(!isOpen)}>
          {t(isOpen ? 'sql.plan.collapse' : 'sql.plan.expand')}
        </button>
        <CopyButton text={() => planText(nodes)} label={t('sql.plan.copy')} />
      </div>
      <ul
        ref={(list) =>
          void (generation > 0 && list?.querySelectorAll('details').forEach((details) => (details.open = isOpen)))
        }
        key={generation}
      >
        {nodes.map((node, place) => (
          <Node key={place} node={node} />
        ))}
      </ul>
    </div>
  )
}
