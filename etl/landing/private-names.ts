import { createHmac } from 'node:crypto'

/*
 * Exports are now and then named after the patient. A path is published, logged and kept, so what could be a person's name or number in it is
 * shown as a tag instead: the same piece always by the same one, which only the key of this installation can make.
 */

let key = ''

/** Sets the key by which tags are made; without it they are the same everywhere. */
export function tagNamesBy(given: string): void {
  key = given
}

/** Names that a center's nightly export has, looked at first for being nearly all: a day or a month. */
const PLAIN = /^(19|20)\d\d-?[01]\d(-?[0-3]\d)?\.(csv|ndjson|parquet)(\.gz)?$/
/** Pages of HTTP sources (etl/sources/land.ts). */
const PAGE = /^[a-z0-9-]+\.\d{8}T\d{6}Z\.\d{6}-[0-9a-f]+\.ndjson$/

/** A day or a month, with a time of day behind it or not, or a counter that is filled up with zeros. */
const NO_PERSON = /^((19|20)\d\d(0[1-9]|1[0-2])((0[1-9]|[12]\d|3[01])(\d{2}){0,3}\d{0,3})?|000\d*)$/
/** A time of day is told from a number by the day before it. */
const TIME = /^([01]\d|2[0-3])[0-5]\d[0-5]\d$/
const DAY_BEFORE = /((19|20)\d{6}|(19|20)\d\d-\d\d-\d\d)[-_T ]?$/

const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧'
/** Words of the field, and of places, that begin like a surname. */
const NO_NAMES =
  /^(金额|方案|程序|高级|白班|夏季|万元|向导|严重|江苏|江西|石家庄|唐山|徐州|郑州|马鞍山|金华|黄山|安徽|周报|周末|周[一二三四五六日]|方法|任务|余额|何时|段落|毛利|叶片|汤)/
const HAN_NAME = new RegExp(`(欧阳|上官|司马|诸葛|[${SURNAMES}])\\p{Script=Han}{1,2}(?!\\p{Script=Han})`, 'gu')
const HAN_RUN = /\p{Script=Han}+/gu

const SYLLABLE =
  '(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ian|iao|ing|ong|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u)'
const LATIN_SURNAME =
  '(?:wang|li|zhang|liu|chen|yang|huang|zhao|wu|zhou|xu|sun|ma|zhu|hu|guo|he|gao|lin|luo|zheng|liang|xie|song|tang|han|feng|deng|cao|peng|zeng|xiao|tian|dong|yuan|pan|jiang|cai|yu|du|ye|cheng|su|wei|lu|ding|ren|shen|yao|cui|zhong|tan|fan|jin|shi|liao|jia|xia|fu|fang|bai|zou|meng|qin|qiu|yin|xue|yan|lei|hou|long|tao|gu|mao|hao|gong|shao|qian|dai|mo|kong|xiang)'
const LATIN_NAMES = [
  /[A-Za-z]+\^[A-Za-z^]+/g,
  new RegExp(`(?<![A-Za-z])${LATIN_SURNAME}[ _.,-]+${SYLLABLE}(?:[ -]?${SYLLABLE})?(?![A-Za-z])`, 'gi'),
  new RegExp(`(?<![A-Za-z])${LATIN_SURNAME}(?:${SYLLABLE}){1,2}(?![a-z])`, 'gi'),
]

/** Written together, a name has two capitals: `ZhangWei`; `made`, `listen` and `Hubei` are words. */
const isJoinedWord = (piece: string) => /^[A-Za-z]+$/.test(piece) && !/^[A-Z][a-z]+[A-Z][a-z]*$/.test(piece)

/** `~` and six letters: no digits, which could be taken for a number of a person again. */
function tag(piece: string): string {
  const digest = createHmac('sha256', key).update(piece).digest()
  return `~${[...digest.subarray(0, 6)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')}`
}

/**
 * A file's or folder's name as it may be shown. `isCode`: it could be the code of a center, of which only Han text is taken for a
 * name: codes have none.
 */
export function privateName(name: string, isCode = false): string {
  if (PLAIN.test(name) || PAGE.test(name)) return name
  const han = name.replace(HAN_RUN, (run) => (NO_NAMES.test(run) ? run : run.replace(HAN_NAME, tag)))
  if (isCode) return han
  const latin = LATIN_NAMES.reduce(
    (text, pattern) => text.replace(pattern, (piece: string) => (isJoinedWord(piece) ? piece : tag(piece))),
    han,
  )
  return latin.replace(/\d(?:[ -]?\d){5,}/g, (run: string, ...at: unknown[]) =>
    isDated(run, latin.slice(0, at[0] as number)) ? run : tag(run),
  )
}

/** Dates, counters and short numbers with signs in between are no person's, but for a telephone's. */
function isDated(run: string, before: string): boolean {
  const parts = run.split(/[ -]/)
  if (/^(86)?1[3-9]\d{9}$/.test(parts.join(''))) return false
  let read = before
  return parts.every((part) => {
    const isGood = part.length < 6 || NO_PERSON.test(part) || (TIME.test(part) && DAY_BEFORE.test(read))
    read += `${part}-`
    return isGood
  })
}
