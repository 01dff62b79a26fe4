import type { TableWords } from './table-words.ts'

const name_en = '英文名称'
const name_zh = '中文名称'
const from_day = '首个当地日期'
const zero_if_null = '元；空值 = 0'

/** What reference data and facts mean, in Chinese. */
export const mainZh: Record<string, TableWords> = {
  'main.center': {
    row: '每行一个影像中心',
    columns: {
      center_code: '中心代码',
      name_en,
      name_zh,
      province: '省份',
      city: '城市',
      longitude: '东经，度',
      latitude: '北纬，度',
      ownership: 'self_owned（自营）或 partnered（合作）',
      partner_share: '净收入中归合作方的比例，0…1，适用于 partner_terms 首个生效日之前',
      time_zone: '当地日期与时间所用的 IANA 时区',
      opened_on: '开业首日',
      closed_on: '营业末日；空值 = 仍在营业',
    },
  },
  'main.scanner': {
    row: '每行一台设备',
    columns: {
      scanner_id: '设备编号',
      manufacturer: '制造商',
      model: '型号',
      field_strength_t: '磁场强度，特斯拉',
      slices: '探测器排数（CT）',
      installed_on: '启用首日',
      retired_on: '使用末日',
      staffed_hours: '每周排班时段，按来件原文；空值 = 未知，并非无排班',
      staffed_minutes_per_week: '上述时段每周的分钟数；空值 = 未知',
    },
  },
  'main.finding': {
    row: '每行一个征象代码',
    columns: { finding_code: '征象代码', name_en, name_zh, modality: '报告该征象的 DICOM 设备类型' },
  },
  'main.ai_product': {
    row: '每行一个 AI 产品',
    columns: {
      product_code: '产品代码',
      name_en,
      name_zh,
      vendor: '厂商',
      modality: '所读图像的 DICOM 设备类型',
      findings: '征象代码，按来件原文，以 ; 分隔',
      finding_codes: '同上，为列表',
      fee_per_exam: '网络为每次检查支付的费用，元',
      revenue_per_exam: '使用该产品的检查每次增加的收入，元',
      domain: '应用领域，如心血管或肿瘤',
      live_from: '启用首日',
      threshold: '工作点的评分阈值，0…1',
    },
  },
  'main.procedure': {
    row: '每行一个收费项目',
    columns: {
      procedure_code: '收费项目代码',
      name_en,
      name_zh,
      list_price: '标价，元',
      contrast: '该项目是否收取对比剂费用',
    },
  },
  'main.protocol': {
    row: '每行一个协议版本',
    columns: {
      version: '版本；时间重叠时以最高版本为准',
      name_en,
      name_zh,
      effective_from: '生效首日（当地）；空值 = 不限',
      effective_to: '生效末日（当地）；空值 = 不限',
      target_minutes: '计划检查分钟数',
      contrast: '是否使用对比剂',
      dose_reference: '诊断参考水平，按来件原文',
      ctdi_vol_reference: 'CTDIvol 的参考水平，mGy',
      dlp_reference: 'DLP 的参考水平，mGy·cm',
    },
  },
  'main.protocol_rule': {
    row: '每行一条规则：协议版本、步骤、参数与规则（没有规则的步骤占一行，参数为空）',
    columns: {
      version: '版本',
      step: '步骤（序列）名称',
      step_order: '步骤在协议中的次序',
      required: '该步骤是否必做',
      parameter: '受规则约束的 DICOM 关键字；步骤没有规则时为空',
      rule_order: '在该参数规则列表中的次序；适用首条与设备相符的规则',
      min_value: '下限（含）；“目标 − 容差”换算为下限',
      max_value: '上限（含）',
      allowed: '允许的值，文本形式',
      allowed_numbers: '允许的值中的数字',
      allowed_texts: '允许的值中的文本',
      manufacturer: '规则适用的制造商，不区分大小写；空值 = 任意',
      model: '规则适用的型号，不区分大小写；空值 = 任意',
      field_strength_t: '规则适用的磁场强度，特斯拉；空值 = 任意',
      step_severity: '步骤缺失时的严重程度：critical（危急）、major（重要）或 minor（轻微）',
      severity: '违反规则的严重程度：critical（危急）、major（重要）或 minor（轻微）',
    },
  },
  'main.step_alias': {
    row: '每行一个中心对某步骤的叫法',
    columns: { alias: '中心自己的序列名称', step: '协议手册中的步骤名称' },
  },
  'main.calendar': {
    row: '每行一个每周排班的例外',
    columns: {
      center_code: '中心；空值 = 全网络',
      scanner_id: '设备；空值 = 整个中心',
      date: '当地日期',
      hours: 'closed（关闭），或时段，如 08:00-12:00;13:00-17:00',
    },
  },
  'main.staffing': {
    row: '每行一次设备排班的变更',
    columns: { effective_from: from_day, staffed_hours: '自该日起的每周排班时段；空值 = 未知' },
  },
  'main.partner_terms': {
    row: '每行一次合作方分成的变更',
    columns: { effective_from: '首个服务日期', partner_share: '自该日起净收入中归合作方的比例，0…1' },
  },
  'main.target': {
    row: '每行一个目标：网络为之设定目标的指标、设备类型与优先级',
    columns: {
      metric: '指标，即“方法”页上的编号',
      modality: 'DICOM 设备类型；空值 = 任意',
      priority: 'routine（常规）、urgent（加急）或 stat（紧急）；空值 = 任意',
      value: '目标值，单位与指标相同',
    },
  },
  'main.budget': {
    row: '每行一项预算：中心、月份与损益科目',
    columns: { line: 'mart.center_month 的列名', amount: '预算金额，元' },
  },
  'main.intervention': {
    row: '每行一项要评估效果的改动',
    columns: {
      name_en: '英文名称，即其主键',
      name_zh,
      scanner_id: '改动所涉的设备；空值 = 整个中心',
      center_code: '改动所涉的中心；空值 = 设备所在中心',
      kind: 'acquisition_ai（AI 加速采集）、coil（线圈）、software（软件）、protocol（协议）、staffing（排班）或 other（其他）',
      from_date: '实施首日（当地）',
      to_date: '实施末日（当地）；空值 = 持续中',
    },
  },
  'main.exam': {
    row: '每行一次检查（中心与检查号）',
    columns: {
      patient_key: '中心与患者编号的加密哈希',
      patient_birth_year: '出生年份',
      patient_sex: '性别：M、F 或 O',
      protocol_code: '适用的网络标准协议；没有时为空',
      scanner_id: '设备（main.scanner）；检查尚未分配设备时为空',
      priority: 'routine（常规）、urgent（加急）或 stat（紧急）',
      referral_source:
        'internet_hospital（互联网医院）、partner_hospital（合作医院）、walk_in（自行到院）、checkup（体检）或 other（其他）',
      referring_physician_key: '转诊医师的加密哈希',
      technologist_key: '技师的加密哈希',
      radiologist_key: '签发最终报告者的加密哈希',
      status:
        'scheduled（已预约）、arrived（已到达）、in_progress（进行中）、completed（已完成）、reported（已报告）、aborted（中止）、cancelled（已取消）或 no_show（爽约）',
      ordered_at: '开单时间',
      scheduled_minutes: '预约时段长度，分钟；空值 = 未知',
      scheduled_scanner_id: '预约所在的设备；空值 = 即 scanner_id',
      scheduled_at: '计划时间',
      arrived_at: '患者到达时间',
      started_at: '患者上床时间',
      completed_at: '患者下床时间',
      prelim_at: '初步报告时间',
      reported_at: '首次最终签发时间',
      reported_findings: '征象代码，按来件原文；空值 = 报告未结构化',
      repeat_of: '本次检查所重复的检查号',
      day: 'started_at 的中心当地日期；没有时取 scheduled_at 的日期',
      performed: '状态为 completed 或 reported',
      findings: '征象代码；空列表 = 结构化报告中没有征象；空值 = 报告未结构化',
    },
  },
  'main.scanner_state': {
    row: '每行一段设备处于同一状态的时间',
    columns: {
      state: 'off（关机）、standby（待机）、ready（就绪）、scanning（扫描中）、service（维护）或 down（故障停机）',
      started_at: '该段开始时间',
      ended_at: '该设备下一段的开始时间；空值 = 仍在持续',
      event_id: '该段起始的事件',
    },
  },
  'main.acquisition': {
    row: '每行一个设备采集的序列',
    columns: {
      series_no: 'DICOM 序列号（SeriesNumber）',
      step: '日志中的序列名称',
      ended_at: '结束时间；空值 = 未知，不计扫描分钟',
      parameters: '经审核清单内的采集属性：DICOM 关键字到数值，单位按 DICOM',
      missing_tags: '图像头中缺少的 DICOM 关键字',
      ctdi_vol: 'CTDIvol，单位 mGy',
      dlp: 'DLP，单位 mGy·cm',
    },
  },
  'main.scanner_fault': {
    row: '每行一次设备故障事件',
    columns: {
      at: '发生时间',
      day: '发生时的中心当地日期',
      code: '制造商的故障代码',
      severity: 'info（信息）、warning（警告）、error（错误）或 critical（严重）',
    },
  },
  'main.ai_result': {
    row: '每行一个 AI 结果：检查、AI 产品、产品版本与征象',
    columns: {
      finding_code: '征象；* = 尚未得出征象，运行即失败',
      status: 'ok（成功）、failed（失败）、timeout（超时）或 rejected_input（输入被拒）',
      flagged: '产品在其工作点上的判断',
      sent_at: '检查送交产品的时间',
      returned_at: '结果返回的时间',
      opened_at: '阅片医师打开结果的时间',
    },
  },
  'main.charge': {
    row: '每行一条收费明细',
    columns: {
      charge_id: '明细在中心内的编号',
      service_date: '服务日期',
      payer_class: '付费方类别',
      payer_name: '付费方；自费时为空',
      charge_amount: '收费标价金额，元',
      allowed_amount: '核定金额：付费方与患者合计应付，元',
      insurer_paid: `保险已付，${zero_if_null}`,
      patient_paid: `患者已付，${zero_if_null}`,
      refunded: `退费，${zero_if_null}`,
      status:
        'billed（已开单）、paid（已付）、partly_paid（部分支付）、denied（拒付）、refunded（全额退费）、written_off（核销）或 void（作废）',
      denial_code: '拒付原因代码',
      billed_at: '开单计费时间',
      settled_at: '结算时间',
    },
  },
  'main.cost': {
    row: '每行一项成本：中心、月份、类别、性态与设备',
    columns: {
      category:
        'staff（人员）、equipment（设备折旧与租赁）、service_contract（维保）、rent（房租）、power（电力）、consumables（耗材）、reading（阅片）、ai_fees（AI 费用）、marketing（市场）、hq（总部）或 other（其他）',
      behaviour: 'fixed（固定），或 variable（随检查量变动）',
      scanner_id: '设备；空值 = 中心整体',
      amount: '当月应计成本，元',
    },
  },
}
