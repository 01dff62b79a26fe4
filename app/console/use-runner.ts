import { useCallback, useRef, useState } from 'react'
import { parametersOf } from '../sql/parameters.ts'
import type { ConsoleProblem, PlanAnswer, RunAnswer } from './console-types.ts'
import { newId } from './logic/tabs.ts'

/** What was sent: the statement with its place in the whole text. */
export interface Sent {
  sql: string
  from: number
  parameters: Record<string, string>
  snapshotId: string | null
}

export interface Run {
  id: string
  /** The statement; what it says of its drawing and its numbers follows its reader's choice. */
  sent: Sent
  answer: { kind: 'rows'; answer: RunAnswer } | { kind: 'plan'; answer: PlanAnswer }
  /** Table or chart, where its reader has chosen. */
  view?: 'table' | 'chart'
}

/** The answers of a tab, and which of them is looked at. */
export interface Answers {
  runs: Run[]
  chosen: number
}

const NONE: Answers = { runs: [], chosen: 0 }

const unreachable = (code: ConsoleProblem['code'], message: string) => ({
  ok: false as const,
  problem: { code, message },
})

export function formOf(sent: Sent, more: Record<string, string> = {}): FormData {
  const form = new FormData()
  const names = parametersOf(sent.sql).map(({ name }) => name)
  for (const name of names) form.set(`p.${name}`, sent.parameters[name] ?? '')
  form.set('sql', sent.sql)
  if (sent.snapshotId) form.set('snapshot', sent.snapshotId)
  for (const [name, value] of Object.entries(more)) form.set(name, value)
  return form
}

async function post<T>(address: string, form: FormData, signal?: AbortSignal): Promise<T> {
  try {
    const body = new URLSearchParams()
    for (const [name, value] of form) body.append(name, String(value))
    const answer = await fetch(address, { method: 'POST', body, signal })
    // A body far beyond the longest statement is refused before anything reads it.
    if (answer.status === 413) return unreachable('too_long', '') as T
    return (await answer.json()) as T
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return unreachable(signal?.aborted ? 'cancelled' : 'unreachable', message) as T
  }
}

/** Sends statements one after the other, keeps their answers by tab, and stops the one that runs. */
export function useRunner() {
  const [answers, setAnswers] = useState<Record<string, Answers>>({})
  const [running, setRunning] = useState<{ id: string; startedAt: number } | null>(null)
  const current = useRef<{ id: string; abort: AbortController; isCancelled: boolean } | null>(null)

  const send = useCallback(async (tab: string, all: Sent[], what: 'run' | 'explain' | 'profile', rows: string) => {
    if (current.current || all.length === 0) return []
    const done: Run[] = []
    for (const sent of all) {
      const id = newId()
      const state = { id, abort: new AbortController(), isCancelled: false }
      current.current = state
      setRunning({ id, startedAt: Date.now() })
      const more: Record<string, string> = {
        query_id: id,
        ...(what === 'run' ? { rows } : {}),
        ...(what === 'profile' ? { analyze: '1' } : {}),
      }
      const form = formOf(sent, more)
      if (what === 'run')
        done.push({
          id,
          sent,
          answer: { kind: 'rows', answer: await post<RunAnswer>('/sql/run', form, state.abort.signal) },
        })
      else
        done.push({
          id,
          sent,
          answer: { kind: 'plan', answer: await post<PlanAnswer>('/sql/explain', form, state.abort.signal) },
        })
      const { answer } = done.at(-1)!.answer
      // What comes after a failed statement may stand on it.
      if (!answer.ok || state.isCancelled) break
    }
    current.current = null
    setRunning(null)
    setAnswers((old) => ({ ...old, [tab]: { runs: done, chosen: done.length - 1 } }))
    return done
  }, [])

  const change = useCallback((tab: string, by: (old: Answers) => Answers) => {
    setAnswers((old) => ({ ...old, [tab]: by(old[tab] ?? NONE) }))
  }, [])
  const changeRun = (tab: string, id: string, by: (run: Run) => Partial<Run>) =>
    change(tab, (old) => ({
      ...old,
      runs: old.runs.map((run) => (run.id === id ? { ...run, ...by(run) } : run)),
    }))

  /** @returns whether anything was running */
  const cancel = useCallback((): boolean => {
    const state = current.current
    if (!state) return false
    state.isCancelled = true
    const form = new FormData()
    form.set('query_id', state.id)
    void post<unknown>('/sql/cancel', form)
    return true
  }, [])

  const ask = useCallback(async (sql: string): Promise<unknown[][]> => {
    const form = formOf(
      { sql, from: 0, parameters: {}, snapshotId: null },
      { quiet: '1', rows: '500', query_id: newId() },
    )
    const answer = await post<RunAnswer>('/sql/run', form)
    return answer.ok ? answer.result.rows : []
  }, [])

  return {
    answersOf: (tab: string) => answers[tab] ?? NONE,
    choose: (tab: string, chosen: number) => change(tab, (old) => ({ ...old, chosen })),
    changeRun,
    forget: (tab: string) => change(tab, () => NONE),
    running,
    send,
    cancel,
    ask,
  }
}

/** The permalink of a query, kept under an id where it is too long for an address. */
export async function permalink(sent: Sent): Promise<string | null> {
  const answer = await post<{ address?: string }>('/sql/link', formOf(sent))
  return answer.address ? new URL(answer.address, location.href).href : null
}
