import { useSearchParams } from '@remix-run/react'
import { useCallback, useEffect, useMemo, useRef, useState, type FormEvent } from 'react'
import { useI18n } from '../i18n/use-i18n.ts'
import { Card } from '../components/ui/card.tsx'
import type { Editor } from './editor/codemirror.ts'
import { Notices } from './console-notices.tsx'
import { knowledgeOf } from '../sql/knowledge.ts'
import { parametersOf } from '../sql/parameters.ts'
import { statementAt, statementsOf, statementToRun } from '../sql/statements.ts'
import { meaningsOf } from './logic/meanings.ts'
import { withoutSettings } from './logic/statement-settings.ts'
import { choicesOf, ParameterInputs } from './parameter-inputs.tsx'
import { Permalink } from './permalink.tsx'
import { ProblemView } from './problem-view.tsx'
import { QueryEditor } from './query-editor.tsx'
import { QueryTabs, TAB_PANEL, tabId } from './query-tabs.tsx'
import { Results } from './results.tsx'
import { RunBar } from './run-bar.tsx'
import { SaveForm, Versions } from './saved-panel.tsx'
import { SidePanels } from './side-panels.tsx'
import { StaticResult } from './static-result.tsx'
import type { ConsolePage, RunAnswer } from './console-types.ts'
import { permalink, useRunner, type Run, type Sent } from './use-runner.ts'
import { useTabs } from './use-tabs.ts'

/** What the server answered to a form that was sent without scripts. */
export interface Posted {
  sql: string
  parameters: Record<string, string>
  page: number
  total: number
  answer: RunAnswer
}

/** End of the word at a place, for problems that have no length. */
const wordEnd = (text: string, from: number) =>
  from + Math.max(1, /^[\w\u0080-\uffff]+/.exec(text.slice(from))?.[0].length ?? 1)

export function ConsoleView({ page, posted }: { page: ConsolePage; posted: Posted | null }) {
  const { t } = useI18n()
  const [search] = useSearchParams()
  const { tab, ...tabs } = useTabs(page, posted && { sql: posted.sql, parameters: posted.parameters })
  const text = tab.sql
  const [selection, setSelection] = useState({ from: 0, to: 0 })
  const [rows, setRows] = useState(String(Math.min(page.screenRows, 10_000)))
  const [link, setLink] = useState<{ of: string; text: string; href: string | null } | null>(null)
  const [hasScripts, setHasScripts] = useState(false)
  useEffect(() => setHasScripts(true), [])
  const editor = useRef<Editor | null>(null)
  const { answersOf, choose, changeRun, forget, running, send, cancel, ask } = useRunner()
  const { runs, chosen } = answersOf(tab.id)

  const known = useMemo(() => knowledgeOf(page.schema, page.lists), [page.schema, page.lists])
  const meanings = useMemo(() => meaningsOf(page.schema), [page.schema])
  const parameters = useMemo(() => parametersOf(text, known), [text, known])
  const filled = useMemo(
    () => Object.fromEntries(parameters.map(({ name, preset }) => [name, tab.parameters[name] ?? preset ?? ''])),
    [parameters, tab.parameters],
  )
  const snapshotId = tab.snapshotGone ? null : tab.snapshotId
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
    const { id } = tab
    const done = await send(id, all, what, rows)
    // The mark belongs into the text that was run.
    if (tabs.isInFront(id)) showProblem(done.at(-1))
  }
  const run = () => void (current && start([sentOf(current)], 'run'))
  const commands = {
    run,
    runAll: () => void start(statementsOf(text).map(sentOf), 'run'),
    explain: () => void (current && start([sentOf(current)], 'explain')),
    profile: () => void (current && start([sentOf(current)], 'profile')),
    format: () => void formatText(),
    cancel,
  }
  const formatText = async () => {
    const { formatDialect, duckdb } = await import('sql-formatter')
    try {
      const pretty = formatDialect(text, { dialect: duckdb, keywordCase: 'upper', paramTypes: { named: ['$'] } })
      tabs.rewrite(tab.id, pretty)
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
    tabs.rewrite(tab.id, mended)
    editor.current?.focus()
  }
  /** How a result is shown is kept with the text that it is the result of, unless that has changed since. */
  const keepSettings = (run: Run, sql: string) => {
    changeRun(tab.id, run.id, ({ sent }) => ({ sent: { ...sent, sql } }))
    const statement = statementAt(text, run.sent.from)
    if (!statement || withoutSettings(statement.text) !== withoutSettings(sql)) return
    tabs.rewrite(tab.id, text.slice(0, statement.from) + sql + text.slice(statement.to))
  }
  const close = (id: string) => {
    tabs.close(id)
    forget(id)
    editor.current?.forget(id)
    if (tabs.tabs.length === 1) editor.current?.focus()
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
    const href = await permalink({ sql: text, from: 0, parameters: filled, snapshotId: snapshot })
    setLink({ of: tab.id, text, href })
  }

  return (
    <div className="space-y-3">
      <header className="flex flex-wrap items-end justify-between gap-2">
        <div>
          <h1>{t('sql.title')}</h1>
          <p className="text-muted">{t('sql.about', { id: snapshotId ?? page.snapshotId ?? '–' })}</p>
        </div>
      </header>
      <Notices page={page} tab={tab} search={search} />
      <div className="grid items-start gap-4 lg:grid-cols-[18rem_minmax(0,1fr)] xl:grid-cols-[22rem_minmax(0,1fr)]">
        <SidePanels page={page} insert={insert} />
        <div className="order-first min-w-0 space-y-3 lg:order-none">
          {/* Room for the tabs, which need scripts, so that nothing jumps when they come. */}
          <div className="min-h-9">
            {tabs.isRestored && (
              <QueryTabs
                tabs={tabs.tabs}
                active={tab.id}
                library={page.library}
                onSelect={tabs.select}
                onClose={close}
                onNew={() => {
                  tabs.add()
                  editor.current?.focus()
                }}
              />
            )}
          </div>
          <div
            {...(tabs.isRestored
              ? { role: 'tabpanel', id: TAB_PANEL, 'aria-labelledby': tabId(tab.id), className: 'space-y-3' }
              : { className: 'space-y-3' })}
          >
            <Card>
              <form id="sql-form" method="post" action="/sql" onSubmit={submit}>
                <QueryEditor
                  ref={editor}
                  id={tab.id}
                  text={text}
                  revision={tab.revision}
                  schema={page.schema}
                  commands={commands}
                  onChange={(changed, marked) => {
                    tabs.type(changed)
                    setSelection(marked)
                  }}
                />
                {/* The editor is no form field: what is sent without its script's help is the statement at the cursor. */}
                {hasScripts && <input type="hidden" name="sql" value={current?.text ?? text} />}
                {snapshotId && <input type="hidden" name="snapshot" value={snapshotId} />}
                {tab.saved && <input type="hidden" name="name" value={tab.saved.name} />}
                {tab.libraryId && <input type="hidden" name="name" value={tab.libraryId} />}
                <ParameterInputs
                  parameters={parameters}
                  values={filled}
                  onChange={tabs.setParameter}
                  loadChoices={hasScripts ? loadChoices : null}
                />
                <RunBar
                  page={page}
                  tools={hasScripts ? { ...commands, share: () => void share() } : null}
                  isRunning={running !== null}
                  rows={rows}
                  onRows={setRows}
                />
              </form>
              {link?.href && link.of === tab.id && link.text === text && <Permalink link={link.href} />}
              {/* Closed again once it has been saved. */}
              <details key={`${tab.id} ${tab.saved?.id} ${tab.saved?.version}`} className="mt-2">
                <summary className="w-fit cursor-pointer leading-6 text-muted hover:text-ink">
                  {t(tab.saved ? 'sql.save.again' : 'sql.save.title')}
                </summary>
                <div className="mt-1">
                  <SaveForm page={page} saved={tab.saved} sql={text} parameters={filled} />
                </div>
              </details>
            </Card>
            {page.opened.saved?.id === tab.saved?.id && <Versions page={page} />}
            {posted && runs.length === 0 && text === posted.sql && (
              <Card>
                {posted.answer.ok ? (
                  <StaticResult
                    result={posted.answer.result}
                    sql={posted.sql}
                    page={posted.page}
                    total={posted.total}
                  />
                ) : (
                  <ProblemView problem={posted.answer.problem} text={posted.sql} onJump={null} onTake={null} />
                )}
              </Card>
            )}
            <Results
              runs={runs}
              chosen={chosen}
              onChoose={(place) => choose(tab.id, place)}
              onJump={(one) => {
                showProblem(one)
                editor.current?.focus()
              }}
              onTake={take}
              onSql={keepSettings}
              onView={(run, view) => changeRun(tab.id, run.id, () => ({ view }))}
              meanings={meanings}
            />
          </div>
        </div>
      </div>
    </div>
  )
}
