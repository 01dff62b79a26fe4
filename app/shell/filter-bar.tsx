import { Form, Link, useLocation, useMatches, useSearchParams } from '@remix-run/react'
import { CENTER_FILTERS, filterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { ComparisonChoice } from './comparison-choice.tsx'
import { PRESETS, presetPeriod } from '../periods.ts'
import { Chips } from './filter-chips.tsx'
import { FoundList, SearchField } from './filter-search.tsx'
import type { FilterOptions, ShellState } from './shell-data.ts'

function Presets({ lastDay }: { lastDay: string }) {
  const { t } = useI18n()
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  return (
    <ul className="flex flex-wrap gap-1">
      {PRESETS.map((preset) => {
        const period = presetPeriod(preset, lastDay)
        const standard = preset === 'days_28' && !search.get('from')
        const isCurrent = standard || (search.get('from') === period.from && search.get('to') === period.to)
        return (
          <li key={preset}>
            <Link
              to={filterLink(pathname, search, { ...period, scanner: search.getAll('scanner') })}
              aria-current={isCurrent ? 'true' : undefined}
              className={`button px-2 ${isCurrent ? 'border-accent bg-accent-soft font-semibold' : ''}`}
            >
              {t(`period.${preset}`)}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

/** Values chosen before ride along. */
function Chosen({ name }: { name: string }) {
  const [search] = useSearchParams()
  return search
    .getAll(name)
    .filter(Boolean)
    .map((value) => <input key={value} type="hidden" name={name} value={value} />)
}

/** One more value of a repeatable filter. */
function Adding({
  name,
  label,
  all,
  options,
}: {
  name: string
  label: string
  all: string
  options: { value: string; label: string }[]
}) {
  const [search] = useSearchParams()
  const chosen = search.getAll(name).filter(Boolean)
  return (
    <label className="flex min-w-0 flex-col text-xs text-muted">
      {label}
      <select name={name} defaultValue="" className="field form-select w-full pr-8 lg:w-44">
        <option value="">{all}</option>
        {options
          .filter((option) => !chosen.includes(option.value))
          .map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
      </select>
    </label>
  )
}

function Modalities({ modalities }: { modalities: string[] }) {
  const { t } = useI18n()
  const [search] = useSearchParams()
  const chosen = search.getAll('modality')
  return (
    <fieldset className="min-w-0">
      <legend className="text-xs text-muted">{t('filter.modality')}</legend>
      <div className="flex min-h-8 flex-wrap items-center gap-x-3">
        {modalities.map((modality) => (
          <label key={modality} className="flex items-center gap-1">
            <input
              type="checkbox"
              name="modality"
              value={modality}
              defaultChecked={chosen.includes(modality)}
              className="form-checkbox h-4 w-4 rounded border-line bg-surface text-accent"
            />
            {modality}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function Day({ name, label }: { name: 'from' | 'to'; label: string }) {
  // The page's own answer says what was applied when the address does not.
  const applied = useMatches().at(-1)?.data as { filters?: { from: string; to: string } | null } | undefined
  const [search] = useSearchParams()
  return (
    <label className="flex flex-col text-xs text-muted">
      {label}
      <input
        type="date"
        name={name}
        defaultValue={search.get(name) || applied?.filters?.[name] || ''}
        className="field"
      />
    </label>
  )
}

/** Centers, and where they are many, their groups; from a list while that is short. */
function CenterFilters({ options }: { options: FilterOptions }) {
  const { t, name, code } = useI18n()
  const [search] = useSearchParams()
  const { centers, provinces, ownerships } = options
  return (
    <>
      {CENTER_FILTERS.map((field) => (
        <Chosen key={field} name={field} />
      ))}
      {provinces.length > 1 && (
        <Adding
          name="province"
          label={t('filter.province')}
          all={t('filter.all')}
          options={provinces.map((value) => ({ value, label: value }))}
        />
      )}
      {ownerships.length > 1 && (
        <Adding
          name="ownership"
          label={t('center.ownership')}
          all={t('filter.all')}
          options={ownerships.map((value) => ({ value, label: code('ownership', value) }))}
        />
      )}
      {centers ? (
        <Adding
          name="center"
          label={t('filter.center')}
          all={search.getAll('center').length > 0 ? t('filter.add') : t('filter.all_centers')}
          options={centers.map((c) => ({ value: c.center_code, label: `${name(c)} ${c.center_code}` }))}
        />
      ) : (
        <SearchField field="center" label={t('filter.center')} />
      )}
    </>
  )
}

function ScannerFilter({ scanners }: { scanners: FilterOptions['scanners'] }) {
  const { t } = useI18n()
  const [search] = useSearchParams()
  return (
    <>
      <Chosen name="scanner" />
      {scanners ? (
        <Adding
          name="scanner"
          label={t('filter.scanner')}
          all={search.getAll('scanner').length > 0 ? t('filter.add') : t('filter.all_scanners')}
          options={scanners.map((s) => ({ value: s.scanner_id, label: `${s.scanner_id} · ${s.modality}` }))}
        />
      ) : (
        <SearchField field="scanner" label={t('filter.scanner')} />
      )}
    </>
  )
}

interface Props {
  state: ShellState
  withCenter: boolean
  withModality: boolean
  withScanner: boolean
}

/** Period and filters. All of it stands in the address, as plain links and a GET form: it works without scripts. */
export function FilterBar({ state, withCenter, withModality, withScanner }: Props) {
  const { t } = useI18n()
  const { pathname, search: query } = useLocation()
  const { options, last_day } = state
  return (
    <section aria-label={t('filter.label')} className="no-print space-y-2 border-b border-line pb-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        {last_day && <Presets lastDay={last_day} />}
        <a href="#filters" className="button lg:hidden">
          {t('filter.open')}
        </a>
      </div>
      {/* Shown by its anchor on a phone. Another address gives the fields its own values. Without the action it would
          belong to the layout that it stands in, whose address is that of the overview. */}
      <Form
        key={pathname + query}
        id="filters"
        method="get"
        action={pathname}
        className="hidden flex-wrap items-end gap-3 target:flex lg:flex"
      >
        <Day name="from" label={t('filter.from')} />
        <Day name="to" label={t('filter.to')} />
        <ComparisonChoice />
        <Chosen name="definition" />
        <Chosen name="against" />
        {withCenter && <CenterFilters options={options} />}
        {withScanner && <ScannerFilter scanners={options.scanners} />}
        {withModality && <Modalities modalities={options.modalities} />}
        <button className="button button-primary">{t('filter.apply')}</button>
      </Form>
      <FoundList found={options.found} />
      <Chips options={options} />
    </section>
  )
}
