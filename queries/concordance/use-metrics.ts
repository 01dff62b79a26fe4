import { defineMetrics } from '../metric/define.ts'
import { aiReading } from '../metric/sources.ts'
import { excludes, grain } from '../metric/words.ts'

export const aiUseMetrics = defineMetrics({
  ai_seen_in_time_rate: {
    kind: 'rate',
    numerator: aiReading.countIf('opened_before_report', 'seen'),
    denominator: aiReading.countIf('opened_before_report IS NOT NULL', 'seen_or_not'),
    label: { en: 'AI seen before the report', zh: '报告前查看 AI 的占比' },
    short: {
      en: 'Readings whose result a radiologist opened before signing the report.',
      zh: '医师签发报告前已打开其结果的判读占比。',
    },
    unit: 'rate',
    grain: grain.reading,
    definition: {
      en: 'Readings opened before the report, divided by those of which it is known; a result that came back after the report was not.',
      zh: '报告前打开的判读除以已知是否打开的判读；报告后才返回的结果视为未在报告前打开。',
    },
    exclusions: [excludes.notStructured, excludes.failedRuns],
    better: 'higher',
    minimumCount: 10,
    pages: ['overview', 'concordance'],
  },
})
