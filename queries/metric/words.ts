import type { Text } from './define.ts'

/** What one observation is, in both languages; shared by the metrics. */
export const grain = {
  exam: { en: 'exam (accession number)', zh: '检查（检查号）' },
  booking: { en: 'booking', zh: '预约' },
  scanner: { en: 'scanner and local day', zh: '设备与当地日期' },
  deviation: { en: 'deviation', zh: '偏差' },
  reading: { en: 'exam, AI product and finding', zh: '检查、AI 产品与征象' },
  run: { en: 'AI run (exam, product, version)', zh: 'AI 运行（检查、产品、版本）' },
  positive: { en: 'finding reported by a radiologist', zh: '医师报告的征象' },
  line: { en: 'charge line', zh: '收费明细' },
  centerMonth: { en: 'center and month', zh: '中心与月份' },
} satisfies Record<string, Text>

export const excludes = {
  notPerformed: { en: 'Exams that were not completed', zh: '未完成的检查' },
  unreported: { en: 'Exams without a final report; they are shown beside it', zh: '尚未签发报告的检查，另行列出' },
  missingTimes: { en: 'Exams that lack one of the two times', zh: '缺少任一时间点的检查' },
  unknownHours: { en: 'Scanners whose staffed hours are unknown', zh: '排班时间未知的设备' },
  outOfHours: { en: 'Time outside staffed hours, and in state down or service', zh: '排班以外、停机或维护的时间' },
  walkIns: {
    en: 'Walk-ins, same-day bookings, cancelled and future bookings',
    zh: '现场登记、当日预约、已取消及未到期的预约',
  },
  notAssessable: { en: 'Exams that cannot be assessed; they are counted beside it', zh: '无法评估的检查，另行计数' },
  notStructured: { en: 'Exams without structured findings', zh: '没有结构化征象的检查' },
  failedRuns: { en: 'AI runs without an ok result', zh: '未成功返回结果的 AI 运行' },
  voidLines: { en: 'Void charge lines', zh: '作废的收费明细' },
  openMonths: { en: 'Open months, which are shown as provisional', zh: '未结账月份，以“暂估”单独显示' },
  selfPay: { en: 'Payers other than medical and commercial insurance', zh: '医保与商业保险以外的付费方' },
} satisfies Record<string, Text>

/** From one moment of an exam to another, in words. */
export const between = {
  access: { en: 'from the order to the planned time', zh: '从开单到预约时间' },
  arrival: { en: 'from the planned time to arrival', zh: '从预约时间到到达' },
  wait: { en: 'from arrival to the table', zh: '从到达到上检查床' },
  exam: { en: 'on the table', zh: '在检查床上' },
  preliminary: { en: 'from the end of the exam to the preliminary report', zh: '从检查结束到初步报告' },
  final: { en: 'from the preliminary to the final report', zh: '从初步报告到最终报告' },
  turnaround: { en: 'from the end of the exam to the final report', zh: '从检查结束到最终报告' },
} satisfies Record<string, Text>
