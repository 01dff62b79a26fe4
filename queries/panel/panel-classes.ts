import type { DataClass } from '../data-classes.ts'

/**
 * Panels whose statement takes more than their page shows: when the last charges and costs came in is for everybody, the
 * tables that tell it are not. Their links are for those who have the class; a test runs every other link as every role.
 */
export const PANEL_CLASSES: Readonly<Record<string, DataClass | readonly DataClass[]>> = {
  'overview.freshness': 'money',
  'center.freshness': 'money',
  'data.freshness': 'money',
  'data.matrix': 'money',
  'data.stale': 'money',
  // Counts and medians over single exams, which are put together by accession number, or over patients.
  'flow.unreported': 'person',
  'referrals.returning': 'person',
  'referrals.physicians': 'person',
  'referrals.revenue': ['money', 'person'],
  'parameters.values': 'person',
  'parameters.weeks': 'person',
  'parameters.missing_tags': 'person',
  'parameters.costs': 'person',
  'parameters.prices': 'money',
  'interventions.effects': 'person',
  'interventions.version_effects': 'person',
  'mapping.names': 'person',
  'coverage.exams': 'person',
  'protocol.tile.compliance_rate': 'person',
  'protocol.tile.exam_minutes_median': 'person',
  'protocol.tile.repeat_rate': 'person',
  'protocol.tile.dose_over_reference_rate': 'person',
  'protocol.tile.agreement': 'person',
  'protocol.changes': 'person',
  'protocol.fleet': 'person',
  'protocol.models': 'person',
  // By age and sex of patients, and by what single exams deviated in.
  'product.differs': 'person',
  'product.turnaround': 'person',
  // Exams are joined with their charges, repeats and protocols by accession number, or stand one by one.
  'profitability.lines_charges': ['money', 'person'],
  'exams.losses': ['money', 'person'],
  'exams.loss_centers': ['money', 'person'],
  'exams.leak_items': ['money', 'person'],
  'exams.lowest': ['money', 'person'],
}
