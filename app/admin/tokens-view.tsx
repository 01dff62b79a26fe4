import { Form } from '@remix-run/react'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import type { TokenRow } from '../server/people/tokens.ts'
import { SimpleTable } from './simple-table.tsx'

function NewToken() {
  const { t } = useI18n()
  return (
    <Card title={t('admin.token_new')}>
      <Form method="post" action="/admin?view=tokens" className="max-w-md space-y-3">
        <label className="block">
          {t('admin.user_name')}
          <input name="user_name" required autoCapitalize="none" className="field mt-1 block w-full" />
        </label>
        <label className="block">
          {t('admin.token_name')}
          <input name="name" required className="field mt-1 block w-full" />
        </label>
        <label className="block">
          {t('admin.token_centers')}
          <textarea name="centers" rows={2} className="field mt-1 block min-h-24 w-full py-1.5 font-mono" />
        </label>
        <label className="block">
          {t('admin.token_days')}
          <input name="days" type="number" min={1} max={366} defaultValue={90} className="field mt-1 block w-full" />
        </label>
        <button name="intent" value="token" className="button button-primary">
          {t('admin.token_new')}
        </button>
      </Form>
    </Card>
  )
}

/** Tokens that read twins, of everybody. */
export function TokensView({ tokens }: { tokens: TokenRow[] }) {
  const { t, format } = useI18n()
  return (
    <>
      <Card title={t('admin.tab.tokens')} note={t('admin.tokens_note')}>
        <SimpleTable
          label={t('admin.tab.tokens')}
          none={t('admin.token_none')}
          headings={[
            t('admin.user_name'),
            t('admin.token_name'),
            t('admin.scope'),
            t('admin.token_ends'),
            t('admin.token_used'),
            t('admin.state'),
          ]}
          rows={tokens.map((token) => ({
            key: token.token_id,
            cells: [
              token.user_name,
              token.name,
              token.centers?.join(t('list.separator')) ?? '–',
              format.instant(token.expires_at),
              token.last_used_at ? format.instant(token.last_used_at) : t('admin.never'),
              token.revoked_at ? (
                t('admin.token_revoked')
              ) : (
                <Form method="post" action="/admin?view=tokens">
                  <input type="hidden" name="id" value={token.token_id} />
                  <button name="intent" value="revoke" className="link">
                    {t('admin.token_revoke')}
                  </button>
                </Form>
              ),
            ],
          }))}
        />
      </Card>
      <NewToken />
    </>
  )
}
