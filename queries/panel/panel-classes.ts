import type { DataClass } from '../data-classes.ts'

/**
 * Panels whose statement takes more than their page shows: when the last charges and costs came in is for everybody, the
 * tables that tell it are not. Their links are for those who have the class; a test runs every other link as every role.
 */
export const PANEL_CLASSES: Readonly<Record<string, DataClass>> = {
  'overview.freshness': 'money',
  'center.freshness': 'money',
  'data.freshness': 'money',
  'data.matrix': 'money',
  'data.stale': 'money',
}
