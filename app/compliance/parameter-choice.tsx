import type { ParametersPage, RuledParameter } from '#queries/compliance/parameters-types.ts'
import { Link } from '@remix-run/react'
import { Card } from '../components/ui/card.tsx'
import { useFilterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'

/** The address of one ruled parameter, with the reader's filter. */
export function useParameterLink() {
  const link = useFilterLink()
  return ({ protocol_code, step, parameter }: RuledParameter) =>
    link('/compliance/parameters', { protocol: protocol_code, step, parameter })
}

interface Props extends Pick<ParametersPage, 'protocols' | 'ruled'> {
  chosen: NonNullable<ParametersPage['chosen']>
}

/** What the page is about, and everything else that the protocol rules, step by step. */
export function ParameterChoice({ chosen, protocols, ruled }: Props) {
  const { t, name } = useI18n()
  const link = useFilterLink()
  const parameterLink = useParameterLink()
  const steps = [...new Set(ruled.map(({ step }) => step))]
  return (
    <Card
      title={`${name(chosen)} · ${chosen.step} · ${chosen.parameter}`}
      note={
        <Link to={link(`/protocols/${encodeURIComponent(chosen.protocol_code)}`)} className="link">
          {t('parameters.to_protocol')}
        </Link>
      }
    >
      <ul className="space-y-1 text-xs">
        {steps.map((step) => (
          <li key={step} className="flex flex-wrap gap-x-3">
            <span className="text-muted">{step}</span>
            {ruled
              .filter((row) => row.step === step)
              .map((row) => (
                <Link
                  key={row.parameter}
                  to={parameterLink(row)}
                  className="link"
                  aria-current={row.step === chosen.step && row.parameter === chosen.parameter ? 'true' : undefined}
                >
                  {row.parameter}
                </Link>
              ))}
          </li>
        ))}
      </ul>
      <details className="mt-2 text-xs">
        <summary className="w-fit cursor-pointer leading-6 text-muted hover:text-ink">
          {t('parameters.other_protocol')}
        </summary>
        <p className="mt-1 flex flex-wrap gap-x-3">
          {protocols.map((protocol) => (
            <Link
              key={protocol.protocol_code}
              to={link('/compliance/parameters', { protocol: protocol.protocol_code })}
              className="link"
            >
              {name(protocol)}
            </Link>
          ))}
        </p>
      </details>
    </Card>
  )
}
