import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkFile } from '#etl/file-check/check.ts'
import { readProfile } from '#etl/file-check/profile.ts'

const profileOf = (name: string) =>
  readProfile(name, readFileSync(join(import.meta.dirname, '../../../docs/profiles', `${name}.json`), 'utf8')).profile!

function rowsOf(profile: string, bytes: Uint8Array) {
  const report = checkFile({ name: 'x.txt', bytes, feed: '', profile: profileOf(profile), references: null })
  const rows = report.sample.map(({ line, row }): Record<string, unknown> => ({
    line,
    ...Object.fromEntries(report.columns.flatMap((c, i) => (row[i] === null ? [] : [[c, row[i]]]))),
  }))
  return { report, rows }
}

test('the RIS example gives one exam for each body part, both from the line that lists them', () => {
  const text = [
    '影像中心检查清单',
    '检查号\t患者ID\t姓名\t性别\t年龄\t检查类别\t检查部位\t项目编码\t机房\t状态\t预约时间\t检查日期\t开始时间\t结束时间\t审核时间\t更新时间',
    '00123\tP1\t甲\t男\t45岁\tCT\t头颅、胸部\tpr-ct\tCT室\t已审核\t2025年3月5日 8时\t2025/3/5\t8:05\t8:20\t20250305090000\t45721.5',
    '00124\tP2\t测试\t男\t45岁\tCT\t头颅\tpr-ct\tCT室\t已审核\t2025年3月5日 8时\t2025/3/5\t8:05\t8:20\t20250305090000\t45721.5',
    '合计\t2',
  ].join('\r\n')
  const { report, rows } = rowsOf('ris-export', Buffer.from(`\ufeff${text}`, 'utf16le'))
  expect(report.problems).toEqual([])
  expect(report.leftOut).toEqual({ 'test patients': 1, total: 1 })
  expect(rows.map((r) => [r.line, r.accession_no, r.body_part, r.patient_birth_year])).toEqual([
    [3, '00123-1', 'HEAD', '1980'],
    [3, '00123-2', 'CHEST', '1980'],
  ])
  expect(rows[0]).toMatchObject({
    ...{ scheduled_at: '2025-03-05 08:00:00', started_at: '2025-03-05 08:05:00', reported_at: '2025-03-05 09:00:00' },
    ...{ updated_at: '2025-03-05 12:00:00', procedure_code: 'PR-CT', scanner_id: 'C017-CT-1', status: 'reported' },
  })
})

test('the billing example moves decimal points without rounding and takes the accession number out of a remark', () => {
  const text = [
    '费用清单',
    '收费流水号;备注;项目编码;收费日期;收费时刻;费别;金额(万元);结算金额;统筹支付;结算状态;退费标志',
    '1;检查号：A001 加急;PR1;2025/3/5;8:05;310;0.04805;480.50;-;已结算;',
    '2;检查号:A002;PR1;2025/3/5;8:05;未知;0.1;1000;-;已结算;',
    '3;检查号:A003;PR1;2025/3/5;8:05;310;-0.1;;-;未结算;1',
    '合计;;;;;;0.24805;;;;',
  ].join('\n')
  const profile = profileOf('billing-export')
  const bytes = Buffer.from(text)
  const report = checkFile({
    name: 'x.csv',
    bytes,
    feed: '',
    profile: { ...profile, encoding: 'utf-8' },
    references: null,
  })
  expect(report.leftOut).toEqual({ 'refund rows': 1, total: 1 })
  expect(report.problems.map((p) => [p.line, p.column, p.reason])).toEqual([[4, 'payer_class', 'not_allowed']])
  const columns = report.columns
  const value = (name: string) => report.sample[0]!.row[columns.indexOf(name)]
  expect(['charge_id', 'accession_no', 'charge_amount', 'insurer_paid', 'updated_at'].map(value)).toEqual([
    ...['C017-1', 'A001', '480.5', null, '2025-03-05 08:05:00'],
  ])
})

test.each([
  ['{"feed":"exams","files":["exams/*.csv"],"columns":{"acession_no":"x"}}', 'did you mean accession_no'],
  ['{"feed":"exam","files":["exams/*.csv"],"columns":{}}', 'is no feed'],
  ['{"feed":"exams","files":["billing/*.csv"],"columns":{}}', 'outside the feed'],
  ['{"feed":"exams","files":["exams/*.csv"],"columns":{"status":{"from":"x","codes":{"a":"b"}}}}', 'none of scheduled'],
  [
    '{"feed":"exams","files":["exams/*.csv"],"columns":{"body_part":{"from":"x","extract":"(?<value>(a+)+)"}}}',
    'very long',
  ],
  [
    '{"feed":"exams","files":["exams/*.csv"],"columns":{"body_part":{"from":"x","extract":"("}}}',
    'no regular expression',
  ],
  ['{"feed":"exams","files":["exams/*.csv"],"columns":{"body_part":{"form":"x"}}}', 'unknown keys: "form"'],
  ['{', 'is not JSON'],
])('a broken profile says where and what to do: %s', (text, expected) => {
  const read = readProfile('x', text)
  expect(read.profile).toBeNull()
  expect(read.problems.map((p) => p.message).join('\n')).toContain(expected)
})

test('every example of the documentation is a profile that is accepted', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/profiles.md'), 'utf8')
  const examples = [...page.matchAll(/^```json\n([^]*?)^```/gm)].map(
    ([, json]) => JSON.parse(json!) as Record<string, unknown>,
  )
  expect(examples.length).toBeGreaterThan(6)
  for (const example of examples) {
    const { feed = 'billing' } = example as { feed?: string }
    const folder = feed.split('/')[0]
    const profile = { feed, files: [`${folder}/x.csv`], columns: {}, ...example }
    expect([example, readProfile('x', JSON.stringify(profile)).problems]).toEqual([example, []])
  }
})
