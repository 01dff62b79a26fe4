import type {
  CompliancePage,
  DeviationKind,
  ExamParameter,
  ExamStep,
  Severity,
} from '#queries/compliance/compliance-types.ts'
import type { DeviationReason, DeviationState } from '#queries/compliance/audit-types.ts'
import type { Discordant, NotAdjudicated, ReadingState } from '#queries/concordance/cases-types.ts'
import type { Loss, Stage } from '#queries/concordance/use-types.ts'
import type { DosePlace } from '#queries/compliance/dose-types.ts'
import type { EffectVerdict, Outcome } from '#queries/compliance/interventions-types.ts'
import type { NameKind } from '#queries/compliance/mapping-types.ts'
import type { FreshnessCell } from '#queries/data/data-types.ts'
import type { HolidayName } from '#queries/calendar.ts'
import type { FilterProblem } from '#queries/filter/problems.ts'
import type { Unit } from '#queries/metric/define.ts'
import type { MoneySignalKind, SignalKind } from '#queries/overview/overview-types.ts'
import type {
  Comparison,
  ControlChart,
  ControlRule,
  Feed,
  Figure,
  FunnelPlace,
  Missing,
  NotCompared,
  NoValue,
} from '#queries/page/page-types.ts'
import type { NoBreakEven } from '#queries/profitability/capacity-types.ts'
import type { Beside, ChangePage, Effect } from '#queries/profitability/change-types.ts'
import type { LeakKind, LossKind } from '#queries/profitability/exams-types.ts'
import type { WaterfallStep } from '#queries/profitability/books-types.ts'
import type { ProfitabilityPage } from '#queries/profitability/profitability-types.ts'
import type { DataClass } from '#queries/data-classes.ts'
import type { MinuteKind } from '#queries/throughput/definitions.ts'
import type { KeptBy, Step } from '#queries/throughput/flow-types.ts'
import type { LedgerClass, UseDefinition } from '#queries/throughput/ledger-names.ts'
import type { Lever } from '#queries/plan/plan-types.ts'
import type { FleetVerdict } from '#queries/protocol/protocol-types.ts'
import type { Dimension } from '#queries/product/product-types.ts'
import type { Proposal, RuleId, RuleOutcome } from '#queries/product/summary-types.ts'
import type { Role } from '../access.ts'
import type { AuditKind } from '../audit-kinds.ts'

/** The codes that the program itself answers, by the beginning of their texts' keys. */
interface Codes {
  audit_kind: AuditKind
  beside: Beside
  no_break_even: NoBreakEven
  effect: Effect
  effect_note: Effect
  why_not: NonNullable<ChangePage['why_not']>
  definition: UseDefinition
  dimension: Dimension
  deviation: DeviationKind
  deviation_reason: DeviationReason
  deviation_state: DeviationState
  discordant: Discordant
  reading_state: ReadingState
  not_adjudicated: NotAdjudicated
  use_loss: Loss
  stage: Stage
  dose_place: DosePlace
  effect_verdict: EffectVerdict
  feed: Feed
  'filter.problem': FilterProblem
  fleet_verdict: FleetVerdict
  missing: Missing['effect']
  'matrix.state': FreshnessCell['state']
  intervention_kind: 'acquisition_ai' | 'coil' | 'software' | 'protocol' | 'staffing' | 'other'
  kept_by: KeptBy
  lever: Lever
  leak_amount: LeakKind
  leak_kind: LeakKind
  loss_kind: LossKind
  ledger_class: LedgerClass
  minute_kind: MinuteKind
  month_state: ProfitabilityPage['months'][number]['month_state']
  aligned: NonNullable<Comparison['aligned']>
  holiday: HolidayName
  not_compared: NotCompared
  not_assessable: CompliancePage['not_assessable'][number]['reason']
  outcome: Outcome
  path_step: Step
  parameter_status: ExamParameter['status']
  step_status: ExamStep['status']
  name_kind: NameKind
  place: FunnelPlace
  product_rule: RuleId
  proposal: Proposal
  proposal_means: Proposal
  reason: NoValue
  role: Role
  data_class: DataClass
  rule: ControlRule
  rule_state: RuleOutcome['state']
  severity: Severity
  signal: SignalKind | MoneySignalKind
  next: SignalKind | MoneySignalKind
  step: ControlChart['step']
  unit_name: Unit
  verdict: NonNullable<Figure['verdict']>
  waterfall: WaterfallStep
}

/** The dictionary is held to these: a code without a text is a mistake that the type check finds. */
export type CodeKey = { [Prefix in keyof Codes]: `${Prefix}.${Codes[Prefix]}` }[keyof Codes]
