import { useSearchParams } from '@remix-run/react'
import { useCallback, useEffect, useMemo, useRef, useState, type FormEvent } from 'react'
import type { MessageKey } from '../i18n/en.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { Card } from '../components/ui/card.tsx'
import { CopyButton } from './copy-button.tsx'
import type { Editor } from './editor/codemirror.ts'
import { Notices } from './console-notices.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { knowledgeOf } from '../sql/knowledge.ts'
import { parametersOf } from '../sql/parameters.ts'
import { statementAt, statementsOf, statementToRun } from '../sql/statements.ts'
import type { ChartChoice } from './logic/chart-choice.ts'
import { withChart, withoutChart } from './logic/chart-comment.ts'
import { choicesOf, ParameterInputs } from './parameter-inputs.tsx'
import { ProblemView } from './problem-view.tsx'
import { QueryEditor } from './query-editor.tsx'
import { Results } from './results.tsx'
import { SaveForm, Versions } from './saved-panel.tsx'
import { SidePanels } from './side-panels.tsx'
import { StaticResult } from './static-result.tsx'
import type { ConsolePage, RunAnswer } from './console-types.ts'
import { useDraft } from './use-draft.ts'
import { permalink, useRunner, type Run, type Sent } from './use-runner.ts'

/** What the server answered to a form that was sent without scripts. */
export interface Posted {
  sql: string
  parameters: Record<string, string>
  page: number
  total: number
  answer: RunAnswer
}

const ROW_CHOICES = [1_000, 10_000, 50_000, 100_000]

/** End of the word at a place, for problems that have no length. */
const wordEnd = (text: string, from: number) =>
  from + Math.max(1, /^[\w\u0080-\uffff]+/.exec(text.slice(from))?.[0].length ?? 1)

export function ConsoleView({ page, posted }: { page: ConsolePage; posted: Posted | null }) {
  const { t, format } = useI18n()
  const [search] = useSearchParams()
  const [text, setText] = useState(posted?.sql ?? page.opened.sql)
  const [selection, setSelection] = useState({ from: 0, to: 0 })
  const [values, setValues] = useState<Record<string, string>>(posted?.parameters ?? page.opened.parameters)
  const [rows, setRows] = useState(String(Math.min(page.screenRows, 10_000)))
  const [link, setLink] = useState<string | null>(null)
  const [hasScripts, setHasScripts] = useState(false)
  useEffect(() => setHasScripts(true), [])
  const editor = useRef<Editor | null>(null)
  const { runs, chosen, setChosen, running, send, cancel, ask } = useRunner()

  useDraft({
    user: page.user,
    isEmpty: posted === null && page.opened.sql === '',
    text,
    values,
    onRestore: (draft) => {
      setText(draft.sql)
      setValues(draft.parameters)
      editor.current?.setText(draft.sql)
    },
  })

  const known = useMemo(() => knowledgeOf(page.schema, page.lists), [page.schema, page.lists])
  const parameters = useMemo(() => parametersOf(text, known), [text, known])
  const filled = useMemo(
    () => Object.fromEntries(parameters.map(({ name, preset }) => [name, values[name] ?? preset ?? ''])),
    [parameters, values],
  )
  const snapshotId = page.opened.snapshotGone ? null : page.opened.snapshotId
  const sentOf = (statement: { text: string; from: number }): Sent => ({
    sql: statement.text,
    from: statement.from,
    parameters: filled,
    snapshotId,
  })
  const current = statementToRun(text, selection)

  const showProblem = (run: Run | undefined) => {
    const answer = run?.answer.answer
    if (!run || !answer || answer.ok || answer.problem.position === undefined) return editor.current?.show(null)
    const from = run.sent.from + answer.problem.position
    const to = answer.problem.length ? from + answer.problem.length : wordEnd(text, from)
    editor.current?.show({ from, to, message: answer.problem.message, suggestions: answer.problem.suggestions ?? [] })
  }
  const start = async (all: Sent[], what: 'run' | 'explain' | 'profile') => {
    editor.current?.show(null)
    const done = await send(all, what, rows)
    showProblem(done.at(-1))
  }
  const run = () => void (current && start([sentOf(current)], 'run'))
  const commands = {
    run,
    runAll: () => void start(statementsOf(text).map(sentOf), 'run'),
    explain: () => void (current && start([sentOf(current)], 'explain')),
    format: () => void formatText(),
    cancel,
  }
  const formatText = async () => {
    const { formatDialect, duckdb } = await import('sql-formatter')
    try {
      const pretty = formatDialect(text, { dialect: duckdb, keywordCase: 'upper', paramTypes: { named: ['$'] } })
      editor.current?.setText(pretty)
    } catch {
      // A text that cannot be parsed stays as it is: running it says where the mistake is.
    }
  }
  const take = (failed: Run, suggestion: string) => {
    const { answer } = failed.answer
    if (answer.ok || answer.problem.position === undefined) return
    const from = failed.sent.from + answer.problem.position
    const to = answer.problem.length ? from + answer.problem.length : wordEnd(text, from)
    const mended = text.slice(0, from) + suggestion + text.slice(to)
    editor.current?.setText(mended)
    setText(mended)
    editor.current?.focus()
  }
  /** What is drawn is kept with the text that it is drawn of, unless that has changed since. */
  const keepChart = ({ sent, answer: { answer } }: Run, choice: ChartChoice) => {
    const statement = statementAt(text, sent.from)
    if (!answer.ok || !('result' in answer) || !statement) return
    if (withoutChart(statement.text) !== withoutChart(sent.sql)) return
    const drawn = withChart(statement.text, choice, answer.result.columns)
    const next = text.slice(0, statement.from) + drawn + text.slice(statement.to)
    setText(next)
    editor.current?.setText(next)
  }
  const newQuery = () => {
    setText('')
    setValues({})
    setLink(null)
    editor.current?.setText('')
    editor.current?.focus()
  }
  const loadChoices = useCallback(async (query: string) => choicesOf(await ask(query)), [ask])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const button = (event.nativeEvent as SubmitEvent).submitter
    // Files are downloaded as without scripts.
    if (button?.getAttribute('name') === 'format') return
    event.preventDefault()
    run()
  }
  const insert = hasScripts ? (name: string) => editor.current?.insert(name) : null
  const share = async () => {
    const snapshot = snapshotId ?? page.snapshotId
    setLink(await permalink({ sql: text, from: 0, parameters: filled, snapshotId: snapshot }))
  }

  return (
    <div className="space-y-3">
      <header className="flex flex-wrap items-end justify-between gap-2">
        <div>
          <h1>{t('sql.title')}</h1>
          <p className="text-muted">{t('sql.about', { id: snapshotId ?? page.snapshotId ?? '–' })}</p>
        </div>
      </header>
      <Notices page={page} problem={search.get('problem')} />
      <div className="grid items-start gap-4 lg:grid-cols-[18rem_minmax(0,1fr)] xl:grid-cols-[22rem_minmax(0,1fr)]">
        <SidePanels page={page} insert={insert} />
        <div className="order-first min-w-0 space-y-3 lg:order-none">
          <Card>
            <form id="sql-form" method="post" action="/sql" onSubmit={submit}>
              <QueryEditor
                ref={editor}
                text={text}
                schema={page.schema}
                commands={commands}
                onChange={(changed, marked) => {
                  setText(changed)
                  setSelection(marked)
                  setLink(null)
                }}
              />
              {/* The editor is no form field: what is sent without its script's help is the statement at the cursor. */}
              {hasScripts && <input type="hidden" name="sql" value={current?.text ?? text} />}
              {snapshotId && <input type="hidden" name="snapshot" value={snapshotId} />}
              {page.opened.saved && <input type="hidden" name="name" value={page.opened.saved.name} />}
              {page.opened.libraryId && <input type="hidden" name="name" value={page.opened.libraryId} />}
              <ParameterInputs
                parameters={parameters}
                values={filled}
                onChange={(name, value) => setValues((old) => ({ ...old, [name]: value }))}
                loadChoices={hasScripts ? loadChoices : null}
              />
              <div className="mt-2 flex flex-wrap items-center gap-2">
                <button
                  className="button button-primary"
                  disabled={running !== null || undefined}
                  title="Ctrl/⌘ + Enter"
                  data-run
                >
                  {t('sql.run')}
                </button>
                {hasScripts && (
                  <>
                    {running ? (
                      <button type="button" className="button" onClick={cancel} data-cancel>
                        {t('sql.cancel')}
                      </button>
                    ) : (
                      <button type="button" className="button" onClick={commands.runAll}>
                        {t('sql.run_all')}
                      </button>
                    )}
                    <button type="button" className="button" onClick={commands.explain}>
                      {t('sql.explain')}
                    </button>
                    <button
                      type="button"
                      className="button"
                      onClick={() => void (current && start([sentOf(current)], 'profile'))}
                    >
                      {t('sql.profile')}
                    </button>
                    <button type="button" className="button" onClick={commands.format}>
                      {t('sql.format')}
                    </button>
                  </>
                )}
                <label className="flex items-center gap-1 text-xs text-muted">
                  {t('sql.rows')}
                  <select name="rows" className="field" value={rows} onChange={(event) => setRows(event.target.value)}>
                    {[...new Set([...ROW_CHOICES.filter((n) => n < page.screenRows), page.screenRows])].map((n) => (
                      <option key={n} value={n}>
                        {format.count(n)}
                      </option>
                    ))}
                  </select>
                </label>
                <span className="flex flex-wrap items-center gap-1" role="group" aria-label={t('sql.export.label')}>
                  <span className="text-xs text-muted">{t('sql.export.label')}</span>
                  {(['csv', 'xlsx', 'parquet'] as const).map((one) => (
                    <button key={one} className="button" name="format" value={one} formAction="/sql/export">
                      {t(`sql.export.${one}` satisfies MessageKey)}
                    </button>
                  ))}
                </span>
                {hasScripts && (
                  <button type="button" className="button" onClick={() => void share()}>
                    {t('sql.share.link')}
                  </button>
                )}
                {hasScripts && (
                  <button type="button" className="button" onClick={newQuery}>
                    {t('sql.new')}
                  </button>
                )}
                {hasScripts && <HelpDialog screenRows={page.screenRows} exportRows={page.exportRows} />}
                <span role="status" className="text-xs text-muted">
                  {running ? t('sql.running') : ''}
                </span>
              </div>
            </form>
            {link && (
              <p className="mt-2 flex flex-wrap items-center gap-2 text-xs">
                <input
                  readOnly
                  value={link}
                  aria-label={t('sql.share.link')}
                  className="field min-w-0 flex-1 font-mono"
                  onFocus={(event) => event.target.select()}
                  data-permalink
                />
                <CopyButton text={() => link} label={t('sql.share.copy')} className="button" />
                <span className="text-muted">{t('sql.share.note')}</span>
              </p>
            )}
            <details className="mt-2">
              <summary className="w-fit cursor-pointer leading-6 text-muted hover:text-ink">
                {t(page.opened.saved ? 'sql.save.again' : 'sql.save.title')}
              </summary>
              <div className="mt-1">
                <SaveForm page={page} sql={text} parameters={filled} />
              </div>
            </details>
          </Card>
          <Versions page={page} />
          {posted && runs.length === 0 && (
            <Card>
              {posted.answer.ok ? (
                <StaticResult result={posted.answer.result} page={posted.page} total={posted.total} />
              ) : (
                <ProblemView problem={posted.answer.problem} text={posted.sql} onJump={null} onTake={null} />
              )}
            </Card>
          )}
          <Results
            runs={runs}
            chosen={chosen}
            onChoose={setChosen}
            onJump={(one) => {
              showProblem(one)
              editor.current?.focus()
            }}
            onTake={take}
            onChart={keepChart}
          />
        </div>
      </div>
    </div>
  )
}
