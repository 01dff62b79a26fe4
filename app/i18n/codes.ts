import type {
  CompliancePage,
  DeviationKind,
  ExamParameter,
  ExamStep,
  Severity,
} from '#queries/compliance/compliance-types.ts'
import type { DeviationReason, DeviationState } from '#queries/compliance/audit-types.ts'
import type { DosePlace } from '#queries/compliance/dose-types.ts'
import type { NameKind } from '#queries/compliance/mapping-types.ts'
import type { FreshnessCell } from '#queries/data/data-types.ts'
import type { HolidayName } from '#queries/calendar.ts'
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
import type { ProfitabilityPage, WaterfallStep } from '#queries/profitability/profitability-types.ts'
import type { DataClass } from '#queries/data-classes.ts'
import type { MinuteKind } from '#queries/throughput/definitions.ts'
import type { KeptBy, Step } from '#queries/throughput/flow-types.ts'
import type { LedgerClass, UseDefinition } from '#queries/throughput/ledger-names.ts'
import type { FleetVerdict } from '#queries/protocol/protocol-types.ts'
import type { Dimension } from '#queries/product/product-types.ts'
import type { Proposal, RuleId, RuleOutcome } from '#queries/product/summary-types.ts'
import type { Role } from '../access.ts'

/** The codes that the program itself answers, by the beginning of their texts' keys. */
interface Codes {
  definition: UseDefinition
  dimension: Dimension
  deviation: DeviationKind
  deviation_reason: DeviationReason
  deviation_state: DeviationState
  dose_place: DosePlace
  feed: Feed
  fleet_verdict: FleetVerdict
  missing: Missing['effect']
  'matrix.state': FreshnessCell['state']
  kept_by: KeptBy
  ledger_class: LedgerClass
  minute_kind: MinuteKind
  month_state: ProfitabilityPage['months'][number]['month_state']
  aligned: NonNullable<Comparison['aligned']>
  holiday: HolidayName
  not_compared: NotCompared
  not_assessable: CompliancePage['not_assessable'][number]['reason']
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
