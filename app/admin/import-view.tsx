import { Form } from '@remix-run/react'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { ImportPreview } from '../server/people/import.ts'
import { IMPORT_COLUMNS } from './import-columns.ts'
import { ScopeText } from './rights-fields.tsx'
import { SimpleTable } from './simple-table.tsx'

interface Looked {
  text: string
  preview: ImportPreview
}

function Preview({ text, preview }: Looked) {
  const { t, code, format } = useI18n()
  const columns = IMPORT_COLUMNS.join(', ')
  if (preview.problem !== null) return <p role="alert">{t(`admin.import_problem.${preview.problem}`, { columns })}</p>
  const count = (state: string) => preview.rows.filter((row) => row.state === state).length
  const [fresh, changed] = [count('new'), count('changed')]
  const counts = { fresh, changed, same: count('same'), rejected: count('rejected') }
  return (
    <Card title={t('admin.import_state')} note={t('admin.import_counts', counts)}>
      <SimpleTable
        label={t('admin.import_state')}
        none=""
        headings={[
          t('admin.import_line'),
          t('admin.import_state'),
          t('admin.user_name'),
          t('admin.display_name'),
          t('admin.roles'),
          t('admin.scope'),
        ]}
        rows={preview.rows.map(({ line, state, reason, person, user_name }) => ({
          key: line,
          cells: [
            format.count(line),
            `${t(`admin.import.${state}`)}${reason ? `: ${t(`admin.reject.${reason}`)}` : ''}`,
            user_name,
            person?.display_name,
            person?.roles.map((role) => code('role', role)).join(t('list.separator')),
            person && <ScopeText scope={person.scope} />,
          ],
        }))}
      />
      {fresh + changed > 0 && (
        <Form method="post" action="/admin?view=import" className="mt-3">
          <input type="hidden" name="text" value={text} />
          <button name="intent" value="apply" className="button button-primary">
            {t('admin.apply', { n: format.count(fresh + changed) })}
          </button>
        </Form>
      )}
    </Card>
  )
}

/** Many people at once, from a file that is looked over before anything is changed. */
export function ImportView({ looked }: { looked: Looked | null }) {
  const { t } = useI18n()
  return (
    <>
      <Card title={t('admin.tab.import')} note={t('admin.import_note', { columns: IMPORT_COLUMNS.join(', ') })}>
        <Form method="post" action="/admin?view=import" className="space-y-3">
          <label className="block">
            {t('admin.import_text')}
            <textarea
              name="text"
              rows={8}
              required
              defaultValue={looked?.text}
              placeholder={`${IMPORT_COLUMNS.join(',')}\nann.li,Ann Li,manager,center,C001`}
              className="field mt-1 block min-h-48 w-full py-1.5 font-mono"
            />
          </label>
          <button name="intent" value="look_over" className="button">
            {t('admin.look_over')}
          </button>
        </Form>
      </Card>
      {looked && <Preview {...looked} />}
    </>
  )
}
