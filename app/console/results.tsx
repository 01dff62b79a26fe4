import { useI18n } from '../i18n/use-i18n.ts'
import { Card } from '../components/ui/card.tsx'
import type { Meanings } from './logic/meanings.ts'
import { PlanTree } from './plan-tree.tsx'
import { ProblemView } from './problem-view.tsx'
import { ResultLine, ResultView } from './result-view.tsx'
import type { Run } from './use-runner.ts'

/** The answers of the last run: rows, a plan or a problem, one at a time where there were several statements. */
export function Results({
  runs,
  chosen,
  onChoose,
  onJump,
  onTake,
  onSql,
  onView,
  meanings,
}: {
  runs: Run[]
  chosen: number
  onChoose: (place: number) => void
  onJump: (run: Run) => void
  onTake: (run: Run, suggestion: string) => void
  onSql: (run: Run, sql: string) => void
  onView: (run: Run, view: 'table' | 'chart') => void
  meanings: Meanings
}) {
  const { t } = useI18n()
  const run = runs[chosen]
  if (!run) return null
  const { answer } = run.answer
  return (
    <Card>
      <div className="space-y-2" aria-live="polite" data-result={answer.ok ? run.answer.kind : 'problem'}>
        {runs.length > 1 && (
          <div role="group" aria-label={t('sql.result.statements')} className="flex flex-wrap gap-1">
            {runs.map((one, place) => (
              <button
                key={one.id}
                type="button"
                aria-pressed={place === chosen}
                className={`button h-7 ${place === chosen ? 'bg-accent-soft font-semibold' : ''}`}
                onClick={() => onChoose(place)}
              >
                {t('sql.result.statement', { n: place + 1 })}
              </button>
            ))}
          </div>
        )}
        {!answer.ok && (
          <ProblemView
            problem={answer.problem}
            text={run.sent.sql}
            onJump={() => onJump(run)}
            onTake={(suggestion) => onTake(run, suggestion)}
          />
        )}
        {run.answer.kind === 'rows' && run.answer.answer.ok && (
          <>
            <ResultLine result={run.answer.answer.result} />
            <ResultView
              key={run.id}
              result={run.answer.answer.result}
              sql={run.sent.sql}
              onSql={(sql) => onSql(run, sql)}
              view={run.view}
              onView={(view) => onView(run, view)}
              meanings={meanings}
            />
          </>
        )}
        {run.answer.kind === 'plan' && run.answer.answer.ok && (
          <PlanTree
            key={run.id}
            plan={run.answer.answer.plan}
            elapsedMs={run.answer.answer.elapsedMs}
            analyzed={run.answer.answer.analyzed}
          />
        )}
      </div>
    </Card>
  )
}
