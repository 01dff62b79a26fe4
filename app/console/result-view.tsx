import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'
import { ColumnPanel } from './column-panel.tsx'
import { copyToClipboard } from './copy-button.tsx'
import { chartOf, withChart } from './logic/chart-setting.ts'
import { copyText, type CopyFormat } from './logic/copy.ts'
import { numbersOf, withNumbers } from './logic/number-setting.ts'
import { textOf, type Cell } from './logic/values.ts'
import { NumberChoice, useLook, ZoneChoice } from './result-look.tsx'
import { ResultGrid, type Block, type Place } from './result-grid.tsx'
import type { Meanings } from './logic/meanings.ts'
import type { RunResult } from './console-types.ts'

const ResultChart = lazy(() => import('./result-chart.tsx').then((module) => ({ default: module.ResultChart })))

/** "First 10,000 of more" or the number of rows; elapsed time and snapshot. Always said. */
/** @param total rows of the whole result, where `result` has a part of them */
export function ResultLine({ result, total = result.rows.length }: { result: RunResult; total?: number }) {
  const { t, format } = useI18n()
  const n = format.count(total)
  return (
    <p className="text-muted" data-rows={total}>
      <span className={result.truncated ? 'font-semibold text-warn' : ''}>
        {t(result.truncated ? 'sql.result.first' : 'sql.result.all', { n })}
      </span>{' '}
      · {t('sql.result.elapsed', { ms: format.count(result.elapsedMs) })} ·{' '}
      {t('sql.result.snapshot', { id: result.snapshotId })}
      {result.narrowed.length > 0 && (
        <span className="block break-words text-warn" data-narrowed>
          {t('sql.result.narrowed', { columns: result.narrowed.join(', ') })}
        </span>
      )}
    </p>
  )
}

const FORMATS = ['tsv', 'csv', 'markdown'] as const

interface Marked {
  block: Block
  shown: Cell[][]
}

function blockText({ block: { anchor, head }, shown }: Marked, names: string[], format: CopyFormat): string {
  const [top, bottom] = [Math.min(anchor.row, head.row), Math.max(anchor.row, head.row)]
  const [left, right] = [Math.min(anchor.column, head.column), Math.max(anchor.column, head.column)]
  const rows = shown.slice(top, bottom + 1).map((row) => row.slice(left, right + 1))
  // One cell is copied as it is, a block with its headings.
  if (rows.length === 1 && left === right) return textOf(rows[0]?.[0])
  return copyText(names.slice(left, right + 1), rows, format)
}

function Expanded({
  result,
  place,
  shown,
  onClose,
}: {
  result: RunResult
  place: Place
  shown: Cell[][]
  onClose: () => void
}) {
  const { t } = useI18n()
  const value = shown[place.row]?.[place.column]
  return (
    <section aria-label={t('sql.cell.title')} className="rounded border border-line p-2 text-xs">
      <div className="flex justify-between gap-2">
        <h3 className="font-mono font-semibold">{result.columns[place.column]?.name}</h3>
        <button type="button" className="link" onClick={onClose}>
          {t('sql.close')}
        </button>
      </div>
      <pre tabIndex={0} className="max-h-60 overflow-auto whitespace-pre-wrap break-words">
        {value === null ? '–' : typeof value === 'object' ? JSON.stringify(value, null, 2) : textOf(value)}
      </pre>
    </section>
  )
}

interface Props {
  result: RunResult
  /** The statement, which may say how its result is drawn and its numbers are written. */
  sql: string
  /** Somebody has chosen otherwise: the statement that says so. */
  onSql: (sql: string) => void
  /** What has been chosen to be looked at; without a choice the chart, where the statement asks for one. */
  view: 'table' | 'chart' | undefined
  onView: (view: 'table' | 'chart') => void
  /** What columns of the published tables mean, by name. */
  meanings: Meanings
}

/** The rows of a result: grid, column statistics and copy; or a chart of them. */
export function ResultView({ result, sql, onSql, view, onView, meanings }: Props) {
  const { t } = useI18n()
  const [drawsFirst] = useState(() => chartOf(sql, result.columns) !== null)
  const tab = view ?? (drawsFirst ? 'chart' : 'table')
  const [marked, setMarked] = useState<Marked>({
    block: { anchor: { row: 0, column: 0 }, head: { row: 0, column: 0 } },
    shown: result.rows,
  })
  const [format, setFormat] = useState<CopyFormat>('tsv')
  const [withStatistics, setStatistics] = useState(false)
  const [opened, setOpened] = useState<Place | null>(null)
  const [copied, setCopied] = useState(false)
  const numbers = useMemo(() => numbersOf(sql), [sql])
  const { look, setZone } = useLook(numbers)
  useEffect(() => {
    setMarked({ block: { anchor: { row: 0, column: 0 }, head: { row: 0, column: 0 } }, shown: result.rows })
    setOpened(null)
  }, [result])
  const names = result.columns.map(({ name }) => name)
  const copy = () => void copyToClipboard(blockText(marked, names, format)).then(() => setCopied(true))
  const copyAll = () => void copyToClipboard(copyText(names, marked.shown, format)).then(() => setCopied(true))
  const column = marked.block.head.column
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-2">
        <div role="group" aria-label={t('sql.result.view')} className="flex">
          {(['table', 'chart'] as const).map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={tab === name}
              onClick={() => onView(name)}
              className={`button ${tab === name ? 'bg-accent-soft font-semibold' : ''}`}
            >
              {t(`sql.result.${name}`)}
            </button>
          ))}
        </div>
        {tab === 'table' && (
          <>
            <NumberChoice
              columns={result.columns}
              column={result.columns[column]}
              numbers={numbers}
              onNumbers={(next) => onSql(withNumbers(sql, next))}
            />
            <ZoneChoice columns={result.columns} zone={look.zone} setZone={setZone} />
            <button
              type="button"
              aria-pressed={withStatistics}
              onClick={() => setStatistics(!withStatistics)}
              className={`button ${withStatistics ? 'bg-accent-soft' : ''}`}
            >
              {t('sql.column.toggle')}
            </button>
            <select
              aria-label={t('sql.copy.format')}
              className="field"
              value={format}
              onChange={(event) => setFormat(event.target.value as CopyFormat)}
            >
              {FORMATS.map((one) => (
                <option key={one} value={one}>
                  {t(`sql.copy.${one}`)}
                </option>
              ))}
            </select>
            <button type="button" className="button" onClick={copy}>
              {t('sql.copy.marked')}
            </button>
            <button type="button" className="button" onClick={copyAll}>
              {t('sql.copy.all')}
            </button>
            <span role="status" className="text-xs text-muted">
              {copied ? t('sql.copy.done') : ''}
            </span>
          </>
        )}
      </div>
      {tab === 'chart' ? (
        <Suspense fallback={null}>
          <ResultChart
            columns={result.columns}
            rows={result.rows}
            sql={sql}
            onChoose={(choice) => onSql(withChart(sql, choice, result.columns))}
          />
        </Suspense>
      ) : (
        <div className={withStatistics || opened ? 'grid items-start gap-2 lg:grid-cols-[minmax(0,1fr)_16rem]' : ''}>
          <ResultGrid
            key={`${result.snapshotId} ${names.join('\n')}`}
            columns={result.columns}
            rows={result.rows}
            label={t('sql.result.table')}
            look={look}
            meanings={meanings}
            onMark={(block, shown) => {
              setMarked({ block, shown })
              setCopied(false)
            }}
            onCopy={copy}
            onOpen={setOpened}
          />
          <div className="space-y-2">
            {opened && <Expanded result={result} place={opened} shown={marked.shown} onClose={() => setOpened(null)} />}
            {withStatistics && result.columns[column] && (
              <ColumnPanel column={result.columns[column]} place={column} rows={result.rows} />
            )}
          </div>
        </div>
      )}
    </div>
  )
}
