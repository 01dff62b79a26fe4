import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { formOf } from '../../form.ts'
import { readSaved } from '../../server/sql-store/forms.ts'
import { clearHistory } from '../../server/sql-store/history.ts'
import {
  createSavedQuery,
  deleteSavedQuery,
  restoreVersion,
  TooManySavedError,
  updateSavedQuery,
} from '../../server/sql-store/saved-queries.ts'

const to = (address: string) => redirect(address, { status: 303 })
import { refusal } from './answers.ts'

/** POST: saves, restores or deletes a query, or clears the history; then the console again. Needs no scripts. */
export async function action({ request, context }: ActionFunctionArgs) {
  try {
    const { db, user } = await context.desk.consoleStore()
    const form = await formOf(request)
    const id = String(form.get('id') ?? '')
    switch (form.get('intent')) {
      case 'delete':
        await deleteSavedQuery(db, user.user_name, id)
        return to('/sql')
      case 'restore':
        await restoreVersion(db, user, id, Number(form.get('version')))
        return to(`/sql?saved=${id}`)
      case 'clear_history':
        await clearHistory(db, user.user_name)
        return to('/sql')
      default: {
        const query = readSaved(form)
        if (!query) return to('/sql?problem=not_saved')
        const isNew = form.get('intent') === 'save_new' || !query.id
        if (isNew) return to(`/sql?saved=${await createSavedQuery(db, user.user_name, query)}`)
        await updateSavedQuery(db, user.user_name, id, query)
        return to(`/sql?saved=${id}`)
      }
    }
  } catch (error) {
    if (error instanceof TooManySavedError) return to('/sql?problem=too_many_saved')
    return refusal(error, request)
  }
}
