import { NoData } from '../components/no-data.tsx'
import { PageFrame } from '../components/page-frame.tsx'
import { Card } from '../components/ui/card.tsx'
import { useI18n } from '../i18n/use-i18n.ts'
import { ParameterChoice } from './parameter-choice.tsx'
import { ParameterStrips } from './parameter-strips.tsx'
import { ParameterWeeks } from './parameter-weeks.tsx'
import type { ParametersModel } from './parameters-model.ts'
import { CostTable } from './cost-table.tsx'
import { MissingTagMatrix, ParetoTable } from './parameters-tables.tsx'
import { WhatIfCard } from './what-if.tsx'

export default function Parameters({ page }: { page: ParametersModel }) {
  const { t } = useI18n()
  if (page.snapshot_id === null) return <NoData title={t('tab.parameters')} missing={page.missing} />
  const { chosen } = page
  return (
    <PageFrame
      title={t('tab.parameters')}
      note={t('parameters.note')}
      filters={page.filters}
      missing={page.missing}
      panels={{ page: 'parameters', snapshot: page.snapshot_id }}
    >
      {chosen === null ? (
        <Card>
          <p className="text-muted">{t('parameters.none')}</p>
        </Card>
      ) : (
        <>
          <ParameterChoice chosen={chosen} protocols={page.protocols} ruled={page.ruled} />
          <div className="grid gap-4 xl:grid-cols-2">
            <Card panel="values">
              <ParameterStrips page={page} chosen={chosen} />
            </Card>
            <div className="min-w-0 space-y-4">
              <Card panel="weeks">
                <ParameterWeeks weeks={page.weeks} chosen={chosen} />
              </Card>
              <WhatIfCard chosen={chosen} tried={page.what_if} />
            </div>
          </div>
        </>
      )}
      <ParetoTable rows={page.pareto} rank={page.pareto_rank} />
      <CostTable rows={page.costs} />
      <MissingTagMatrix matrix={page.missing_tags} />
    </PageFrame>
  )
}
