import { provinceName } from './places.ts'

/** Where a province's square stands among the others; columns from the west, rows from the north, both from 0. */
export interface ProvincePlace {
  /** Chinese, without the kind of province. */
  province: string
  /** ISO 3166-2:CN, where its name has no room. */
  code: string
  column: number
  row: number
}

export const TILE_COLUMNS = 9

/** Neighbours stand beside each other where a grid of squares can have them so. */
const ROWS = [
  '8 黑龙江 HL',
  '5 内蒙古 NM 8 吉林 JL',
  '0 新疆 XJ 3 宁夏 NX 5 山西 SX 6 北京 BJ 7 天津 TJ 8 辽宁 LN',
  '2 青海 QH 3 甘肃 GS 4 陕西 SN 5 河南 HA 6 河北 HE 7 山东 SD',
  '1 西藏 XZ 3 四川 SC 4 重庆 CQ 5 湖北 HB 6 安徽 AH 7 江苏 JS 8 上海 SH',
  '4 贵州 GZ 5 湖南 HN 6 江西 JX 7 浙江 ZJ',
  '3 云南 YN 4 广西 GX 5 广东 GD 6 福建 FJ 8 台湾 TW',
  '4 海南 HI 5 澳门 MO 6 香港 HK',
]

export const PROVINCE_PLACES: readonly ProvincePlace[] = ROWS.flatMap((line, row) => {
  const words = line.split(' ')
  return Array.from({ length: words.length / 3 }, (_, i) => ({
    ...{ column: Number(words[3 * i]), province: words[3 * i + 1]!, code: words[3 * i + 2]!, row },
  }))
})

const KNOWN = new Set(PROVINCE_PLACES.map(({ province }) => province))

/** The province that a source means by 浙江, 浙江省 or Zhejiang; null for what is none. */
export function provinceOf(name: string | null): string | null {
  const found = name === null ? null : provinceName(name)
  return found !== null && KNOWN.has(found) ? found : null
}
