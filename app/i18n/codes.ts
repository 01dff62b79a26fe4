import type { Unit } from '#queries/metrics/define-metric.ts'
import type {
  CompliancePage,
  ControlChart,
  ControlRule,
  DeviationKind,
  ExamParameter,
  ExamStep,
  Feed,
  Figure,
  FreshnessCell,
  FunnelPlace,
  Missing,
  MoneySignalKind,
  NoValue,
  ProfitabilityPage,
  Severity,
  SignalKind,
  WaterfallStep,
} from '#queries/pages/types.ts'
import type { Role } from '../access.ts'

/** The codes that the program itself answers, by the beginning of their texts' keys. */
interface Codes {
  deviation: DeviationKind
  feed: Feed
  missing: Missing['effect']
  'matrix.state': FreshnessCell['state']
  month_state: ProfitabilityPage['months'][number]['month_state']
  not_assessable: CompliancePage['not_assessable'][number]['reason']
  parameter_status: ExamParameter['status']
  step_status: ExamStep['status']
  place: FunnelPlace
  reason: NoValue
  role: Role
  rule: ControlRule
  severity: Severity
  signal: SignalKind | MoneySignalKind
  step: ControlChart['step']
  unit_name: Unit
  verdict: NonNullable<Figure['verdict']>
  waterfall: WaterfallStep
}

/** The dictionary is held to these: a code without a text is a mistake that the type check finds. */
export type CodeKey = { [Prefix in keyof Codes]: `${Prefix}.${Codes[Prefix]}` }[keyof Codes]
