import { fold } from './tidy.ts'

/** What exports of Chinese systems call the contract's columns. Only a start: a person looks over every draft. */
const ALIASES: Record<string, Record<string, string[]>> = {
  exams: {
    center_code: ['中心编码', '机构编码', '院区'],
    accession_no: ['检查号', '影像号', '检查流水号', '申请单号', 'AccessionNo', 'AccessionNumber'],
    patient_id: ['患者ID', '病人ID', '患者编号', '病历号', 'PatientID'],
    patient_birth_year: ['出生年份', '出生年'],
    patient_sex: ['性别', '患者性别'],
    modality: ['检查类别', '检查类型', '设备类型', 'Modality'],
    body_part: ['检查部位', '部位'],
    procedure_code: ['检查项目编码', '项目编码', '检查项目代码', '收费编码'],
    protocol_code: ['协议编码', '扫描协议'],
    scanner_id: ['设备编码', '检查设备', '设备', '机房'],
    priority: ['优先级', '加急'],
    referral_source: ['患者来源', '患者类型', '来源'],
    referring_physician_id: ['申请医生工号', '申请医生'],
    technologist_id: ['技师工号', '检查技师', '技师'],
    radiologist_id: ['审核医生工号', '审核医生', '报告医生'],
    status: ['状态', '检查状态'],
    ordered_at: ['申请时间', '开单时间'],
    scheduled_at: ['预约时间', '预约检查时间'],
    arrived_at: ['到检时间', '签到时间', '登记时间'],
    started_at: ['检查开始时间', '开始时间', '检查时间'],
    completed_at: ['检查结束时间', '结束时间', '检查完成时间'],
    prelim_at: ['报告时间', '初步报告时间'],
    reported_at: ['审核时间', '报告审核时间'],
    updated_at: ['更新时间', '最后修改时间', '修改时间'],
  },
  billing: {
    center_code: ['中心编码', '机构编码', '院区'],
    charge_id: ['费用流水号', '收费流水号', '明细流水号', '收费明细ID'],
    accession_no: ['检查号', '影像号', '申请单号'],
    procedure_code: ['项目编码', '收费项目编码', '医保目录编码'],
    service_date: ['收费日期', '费用日期', '检查日期', '发生日期'],
    payer_class: ['费别', '医保类型', '险种', '结算类别'],
    payer_name: ['付款单位', '医保机构', '单位名称'],
    charge_amount: ['总金额', '费用总额', '金额', '医疗费总额'],
    allowed_amount: ['结算金额', '应收金额'],
    insurer_paid: ['统筹支付', '医保支付', '基金支付'],
    patient_paid: ['个人支付', '自付金额', '现金支付'],
    refunded: ['退费金额'],
    status: ['结算状态', '状态', '收费状态'],
    billed_at: ['开单时间', '收费时间'],
    settled_at: ['结算时间'],
    updated_at: ['更新时间', '最后修改时间', '修改时间'],
  },
}

export function aliasesOf(feed: string): Record<string, string[]> {
  return ALIASES[feed] ?? {}
}

/** Contract column that a header name is known to mean. */
export function knownAlias(feed: string, name: string): string | null {
  const key = fold(name)
  return Object.entries(aliasesOf(feed)).find(([, names]) => names.some((n) => fold(n) === key))?.[0] ?? null
}
