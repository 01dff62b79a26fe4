import { useI18n } from '../i18n/use-i18n.ts'

/** The name of a step of the profit and loss: its metric's, else its own. */
export function useStepLabel() {
  const { metric, code } = useI18n()
  return (step: string) => (metric(step).label === step ? code('waterfall', step) : metric(step).label)
}
