// A process in which the service runs, as it does in the web server: what hostile statements must leave as it is.
import { createSqlService } from '#app/server/sql/service.ts'
import { ALL_CENTERS } from '#queries/scope/center-scope.ts'
import { DATA_CLASSES } from '#queries/data-classes.ts'
import type { HostAnswer, HostAsk } from './hosted-sandbox.ts'

let service: ReturnType<typeof createSqlService>
/** Statements that wait to be asked: what it takes to bring long ones here, or to start a process, is no part of their time. */
const texts: string[] = []

async function answer(ask: HostAsk): Promise<HostAnswer['value']> {
  if (ask.kind === 'open') {
    const { limits, snapshot } = ask
    service = createSqlService({ reader: { current: async () => snapshot }, limits })
    await service.warm()
    return null
  }
  if (ask.kind === 'text') {
    await service.warm()
    return { text: texts.push(ask.sql) - 1 }
  }
  if (ask.kind === 'environment') return { ...process.env }
  if (ask.kind === 'close') {
    await service.close()
    return null
  }
  const { user } = ask
  const sql = texts[ask.text]!
  delete texts[ask.text]
  if (ask.kind === 'export') {
    const made = await service.export({ user, classes: DATA_CLASSES, scope: ALL_CENTERS, sql, format: 'csv' })
    if (!made.ok) return made
    made.stream.resume()
    return made.outcome.then(
      ({ rows }) => ({ ok: true, rows: [[rows]] }),
      (cause: { problem: unknown }) => ({ ok: false, problem: cause.problem }) as HostAnswer['value'],
    )
  }
  const made = await service.run({ user, classes: DATA_CLASSES, scope: ALL_CENTERS, sql })
  return made.ok ? { ok: true, rows: made.result.rows.slice(0, 10) } : made
}

process.on('message', ({ id, ask }: { id: number; ask: HostAsk }) => {
  void answer(ask).then((value) => process.send!({ id, value } satisfies HostAnswer))
})
process.once('disconnect', () => process.exit(0))
