import type { TableWords } from './table-words.ts'

const run_id = '所属运行'
const path = '着陆文件夹内的路径'

/** What the tables about runs, files and checks mean, in Chinese. */
export const opsZh: Record<string, TableWords> = {
  'ops.run': {
    row: '每行一次促成此快照的装载运行',
    columns: {
      run_id: '运行编号；按开始时间排序',
      ended_at: '工作结束时间；未结束的运行的快照中为空',
      kind: 'nightly（每夜）、backfill（补录）或 rebuild（重建）',
      status: 'published（已发布）',
      snapshot_id: '该运行发布的快照',
      files_read: '该运行登记的文件数',
      rows_read: '读取的行数',
      rows_loaded: '成为其主键当前行的行数',
      rows_rejected: '拒收行数',
      rows_superseded: '被同一主键的更新行取代的行数',
      is_demo: '数据是否为演示网络',
    },
  },
  'ops.source_file': {
    row: '每行一个来件（路径与内容）',
    columns: {
      file_id: '文件编号；事实表中称为 source_file_id',
      feed: '路径的第一级文件夹',
      path,
      sha256: '内容的 SHA-256',
      bytes: '大小，字节',
      encoding: 'utf-8 或 gb18030；没有文本时为空',
      run_id: '登记该文件的运行',
      rows_read: '读取的行数 = 装载 + 拒收 + 被取代',
      rows_loaded: '运行结束时为当前行的行数',
      rows_rejected: '该运行拒收的行数',
      rows_superseded: '运行结束时已被同一主键的更新行取代的行数',
      headers_skipped: '首个表头之后的表头行数，不算数据行；没有读取文本时为空',
      status:
        'loaded（已装载）、rejected（整份拒收）、duplicate（内容已知，数字为空）或 skipped（不是普通文件，或文件名无法读取）',
      reason: '整份拒收、搁置或跳过的原因；其他情况为空',
      numbered_by: '来源配置给同一行中各记录编号所用的列与符号；其他情况为空',
      modified_at: '读取时文件的修改时间',
      stat_key: '用以识别未变文件的大小、时间与 inode',
    },
  },
  'ops.reject': {
    row: '每行一个拒收行或拒收文件',
    columns: {
      file_id: '文件（ops.source_file）',
      path,
      line: '该行在文件中的起始行号，1 = 首行；空值 = 整个文件',
      column_name: '按接口约定次序，首个违反规则的列',
      reason: '接口约定的原因代码',
      value: '有问题的值，已截短并掩码',
      center_code: '该行所写的中心；未知时为空',
      run_id: '拒收该行的运行',
    },
  },
  'ops.check': {
    row: '每行一项数据检查的一次运行',
    columns: {
      run_id,
      check_name: '数据检查名称',
      severity: 'block（阻止发布）或 warn（警告）',
      passed: '检查是否通过',
      measured: '发现数；rows_kept_… 为表的行数',
      expected: '允许的最多发现数，即 0；rows_kept_… 为最少行数',
      detail: '问题、位置与下一步；通过时为空',
    },
  },
  'ops.check_finding': {
    row: '每行一处未通过：运行、数据检查与位置；每次运行每项检查最多 200 行',
    columns: {
      run_id,
      check_name: '数据检查（ops.check）',
      feed: '所涉数据源；空值 = 没有',
      center_code: '中心（main.center）；空值 = 全网络',
      subject: '所涉的设备、产品、日期、月份、代码或文件',
      measured: '该处的实测值',
      expected: '阈值或平时的值',
      detail: '背后的计数与界限；末行为未列出的发现数',
    },
  },
  'ops.dropped_parameter': {
    row: '每行一次运行中不在审核清单内的一个采集关键字',
    columns: { run_id, keyword: 'DICOM 关键字；不是关键字时为 (other)', series: '去除了该关键字的序列数' },
  },
  'ops.source_fetch': {
    row: '每行一次对 HTTP 来源的获取',
    columns: {
      run_id: '发起获取的运行，包括没有发现新数据的运行；etl fetch 时为空',
      source_id: '来源，即 sources.json 中的名称；无法读取时为 (declaration)',
      center_code: '来源所给记录的中心（main.center）；记录自带中心时为空',
      status: 'complete（完成）、partial（到达上限而停，由下次运行继续）或 failed（失败）',
      requests: '发出的请求数，含重试',
      pages: '完整读取的页数',
      files: '落为文件的页数；空页与未变的页不计',
      records: '各页中的记录数',
      bytes: '各页解压后的大小，字节',
      watermark_from: '获取开始时，此前的更改均已到达；空值 = 未知',
      watermark_to: '获取结束时的同一时间点',
      ended_at: '结束时间',
      error_code: '错误代码；完成时为空',
      error_message: '问题、位置与下一步',
    },
  },
  'ops.meta': { row: '每行一个快照属性', columns: { key: '属性名称', value: '属性值' } },
}
