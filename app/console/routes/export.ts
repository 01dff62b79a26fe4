import { createReadableStreamFromReadable, redirect, type ActionFunctionArgs } from '@remix-run/node'
import { formOf } from '../../form.ts'
import { codeTokens } from '../../sql/tokens.ts'
import { readAsked, type Asked } from '../../server/sql-store/forms.ts'
import { refusal } from './answers.ts'

/** A file name that every system takes: letters, digits, Han and a few signs. */
const fileName = (name: string) =>
  name
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, 120)

/** `filename*` for those who read it, an ASCII name for those who do not. */
function disposition(name: string): string {
  const ascii = name.replace(/[^\x21-\x7e]+/g, '_').replaceAll('"', '')
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name)}`
}

/** First words of a text, comments left out. */
const firstWords = (sql: string) =>
  codeTokens(sql)
    .slice(0, 8)
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 40)

/** The query's name, else its first words; then what the service ends its name with: date and snapshot. */
function named({ name, sql }: Asked, made: string): string {
  const beginning = fileName(name ?? firstWords(sql))
  return beginning ? `${beginning}-${made.replace(/^.*?(?=\d{4}-?\d\d-?\d\d)/, '')}` : made
}

/** POST: the whole result as a file, streamed. What is refused leads back to the console, which says why. */
export async function action({ request, context }: ActionFunctionArgs) {
  try {
    const console = await context.desk.console()
    const asked = readAsked(await formOf(request))
    if (!asked) return redirect('/sql?problem=too_long', { status: 303 })
    const answer = await console.export(asked, request.signal)
    if (!answer.ok) return redirect(answer.address, { status: 303 })
    return new Response(createReadableStreamFromReadable(answer.stream), {
      headers: {
        'Content-Type': answer.contentType,
        'Content-Disposition': disposition(named(asked, answer.filename)),
        // Without it the compression would hold the first rows back.
        'Cache-Control': 'no-transform',
        'X-Snapshot': answer.snapshotId,
      },
    })
  } catch (error) {
    return refusal(error, request)
  }
}
