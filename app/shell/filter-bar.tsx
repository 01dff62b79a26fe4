import { Form, Link, useLocation, useMatches, useSearchParams } from '@remix-run/react'
import { BASELINE_FILTERS, CENTER_FILTERS, filterLink } from '../filter-links.ts'
import { useI18n } from '../i18n/use-i18n.ts'
import { BaselineChoice } from './baseline-choice.tsx'
import { ComparisonChoice } from './comparison-choice.tsx'
import { endAfter, lastDayOf, MORE_PRESETS, PRESETS, presetPeriod, type Period, type Preset } from '../periods.ts'
import { Chips } from './filter-chips.tsx'
import { FoundList, useSearch } from './filter-search.tsx'
import { Picker } from './picker.tsx'
import { LAST_DAY_FIELD, type CenterOption, type FilterOptions, type ShellState } from './shell-data.ts'

/** What the page's answer says was applied: the period that is shown, whatever the address says. */
function useApplied(): Period | null {
  const applied = useMatches().at(-1)?.data as { filters?: Period | null } | undefined
  return applied?.filters ?? null
}

function Presets({ lastDay }: { lastDay: string }) {
  const { t, format } = useI18n()
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  const applied = useApplied()
  const periodOf = (preset: Preset) => presetPeriod(preset, lastDay)
  const isShown = (preset: Preset) => {
    const { from, to } = periodOf(preset)
    return applied?.from === from && applied.to === to
  }
  // Several may name the same days: the first is lit.
  const shown = [...PRESETS, ...MORE_PRESETS].find(isShown)
  const behind = MORE_PRESETS.find((preset) => preset === shown)
  const link = (preset: Preset, className: string) => {
    const period = periodOf(preset)
    return (
      <Link
        to={filterLink(pathname, search, { ...period, scanner: search.getAll('scanner') })}
        aria-current={preset === shown ? 'true' : undefined}
        title={t('period.span', { from: format.day(period.from), to: format.day(lastDayOf(period.to)) })}
        className={className}
      >
        {t(`period.${preset}`)}
      </Link>
    )
  }
  const lit = 'border-accent bg-accent-soft font-semibold'
  return (
    <ul className="flex flex-wrap gap-1">
      {PRESETS.map((preset) => (
        <li key={preset}>{link(preset, `button px-2 ${preset === shown ? lit : ''}`)}</li>
      ))}
      <li>
        <details className="menu relative">
          <summary className={`button px-2 ${behind ? lit : ''}`}>
            {t(behind ? `period.${behind}` : 'period.more')}
          </summary>
          <ul>
            {MORE_PRESETS.map((preset) => (
              <li key={preset}>{link(preset, preset === shown ? 'font-semibold' : '')}</li>
            ))}
          </ul>
        </details>
      </li>
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

/** A day; one that cannot be applied is said beside its field. */
function Day({ name, label, value, isRefused }: { name: string; label: string; value: string; isRefused: boolean }) {
  const { t } = useI18n()
  const id = `refused-${name}`
  return (
    <label className="flex flex-col text-xs text-muted">
      {label}
      <input
        type="date"
        name={name}
        defaultValue={value}
        aria-invalid={isRefused || undefined}
        aria-describedby={isRefused ? id : undefined}
        className="field"
      />
      {isRefused && (
        <span id={id} className="text-bad">
          {t('filter.bad_day')}
        </span>
      )}
    </label>
  )
}

/** The first and the last day of the period that is shown. */
function Days({ refused }: { refused: string[] }) {
  const { t } = useI18n()
  const [search] = useSearchParams()
  const applied = useApplied()
  const from = search.get('from') || applied?.from || ''
  const to = search.get('to') || applied?.to || ''
  return (
    <>
      <Day name="from" label={t('filter.from')} value={from} isRefused={refused.includes('from')} />
      <Day
        name={LAST_DAY_FIELD}
        label={t('filter.until')}
        value={endAfter(to) ? lastDayOf(to) : ''}
        isRefused={refused.includes('to')}
      />
    </>
  )
}

/** A group of centers; where there is no choice, what is chosen rides along. */
function GroupFilter({ name, values, write, label }: GroupProps) {
  const { t } = useI18n()
  const [search] = useSearchParams()
  if (values.length < 2) return <Chosen name={name} />
  const chosen = search.getAll(name).filter(Boolean)
  const option = (value: string) => ({ value, label: write(value) })
  return (
    <Picker
      {...{ name, label }}
      all={t('filter.all')}
      chosen={chosen.map(option)}
      options={values.filter((value) => !chosen.includes(value)).map(option)}
    />
  )
}

interface GroupProps {
  name: 'province' | 'ownership'
  label: string
  values: string[]
  write: (value: string) => string
}

/** Centers, and where they are many, their groups; from a list while that is short. */
function CenterFilters({ options }: { options: FilterOptions }) {
  const { t, name, code, place } = useI18n()
  const [params] = useSearchParams()
  const search = useSearch('center')
  const { centers, provinces, ownerships } = options
  const option = (c: CenterOption) => ({ value: c.center_code, label: `${name(c)} ${c.center_code}` })
  const named = new Map(options.chosen.map((c) => [c.center_code, option(c)]))
  const chosen = params.getAll('center').filter(Boolean)
  return (
    <>
      <GroupFilter name="province" label={t('filter.province')} values={provinces} write={place} />
      <GroupFilter
        name="ownership"
        label={t('center.ownership')}
        values={ownerships}
        write={(value) => code('ownership', value)}
      />
      <Picker
        name="center"
        label={t('filter.center')}
        all={t('filter.all_centers')}
        chosen={chosen.map((value) => named.get(value) ?? { value, label: value })}
        options={centers && centers.map(option)}
        search={centers ? undefined : search}
      />
    </>
  )
}

function ScannerFilter({ scanners }: { scanners: FilterOptions['scanners'] }) {
  const { t } = useI18n()
  const [params] = useSearchParams()
  const search = useSearch('scanner')
  const chosen = params.getAll('scanner').filter(Boolean)
  return (
    <Picker
      name="scanner"
      label={t('filter.scanner')}
      all={t('filter.all_scanners')}
      chosen={chosen.map((value) => ({ value, label: value }))}
      options={scanners && scanners.map((s) => ({ value: s.scanner_id, label: `${s.scanner_id} · ${s.modality}` }))}
      search={scanners ? undefined : search}
    />
  )
}

interface Props {
  state: ShellState
  withCenter: boolean
  withModality: boolean
  withScanner: boolean
  /** Whether the page has a control chart. */
  withBaseline: boolean
}

/** Filters of which a phone says how many are set while their fields are away. */
const NARROWING = new Set<string>([...CENTER_FILTERS, 'modality', 'scanner'])

/** Period and filters. All of it stands in the address, as plain links and a GET form: it works without scripts. */
export function FilterBar({ state, withCenter, withModality, withScanner, withBaseline }: Props) {
  const { t } = useI18n()
  const { pathname, search: query } = useLocation()
  const { options, last_day } = state
  const [search] = useSearchParams()
  const chosen = [...search].filter(([name, value]) => NARROWING.has(name) && value !== '').length
  return (
    <section aria-label={t('filter.label')} className="no-print space-y-2 border-b border-line pb-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        {last_day && <Presets lastDay={last_day} />}
      </div>
      {/* On a phone the fields wait behind a switch that needs no script; another address closes them again. */}
      <input
        key={`switch ${pathname}${query}`}
        type="checkbox"
        role="switch"
        id="show-filters"
        aria-controls="filters"
        className="peer sr-only lg:hidden"
      />
      <label
        htmlFor="show-filters"
        className="button w-full cursor-pointer peer-checked:bg-raised peer-focus-visible:outline peer-focus-visible:outline-2 peer-focus-visible:outline-accent lg:hidden"
      >
        {t('filter.open')}
        {chosen > 0 && <span className="ml-1 text-muted">({chosen})</span>}
      </label>
      {/* Another address gives the fields its own values. Without the action it would belong to the layout that it stands
          in, whose address is that of the overview. */}
      <Form
        key={pathname + query}
        id="filters"
        method="get"
        action={pathname}
        className="hidden grid-cols-2 items-end gap-3 rounded-md border border-line bg-surface p-3 peer-checked:grid lg:flex lg:flex-wrap lg:border-0 lg:bg-transparent lg:p-0"
      >
        <Days refused={state.refused} />
        <ComparisonChoice />
        {withBaseline ? <BaselineChoice /> : BASELINE_FILTERS.map((name) => <Chosen key={name} name={name} />)}
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
