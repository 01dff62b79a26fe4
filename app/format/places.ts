import type { Locale } from '../preferences.ts'

const PROVINCES =
  '北京 Beijing 天津 Tianjin 上海 Shanghai 重庆 Chongqing 河北 Hebei 山西 Shanxi 内蒙古 Inner-Mongolia 辽宁 Liaoning 吉林 Jilin 黑龙江 Heilongjiang 江苏 Jiangsu 浙江 Zhejiang 安徽 Anhui 福建 Fujian 江西 Jiangxi 山东 Shandong 河南 Henan 湖北 Hubei 湖南 Hunan 广东 Guangdong 广西 Guangxi 海南 Hainan 四川 Sichuan 贵州 Guizhou 云南 Yunnan 西藏 Tibet 陕西 Shaanxi 甘肃 Gansu 青海 Qinghai 宁夏 Ningxia 新疆 Xinjiang 香港 Hong-Kong 澳门 Macau 台湾 Taiwan'
/** Capitals of provinces and the cities of their own plan. */
const CITIES =
  '石家庄 Shijiazhuang 太原 Taiyuan 呼和浩特 Hohhot 沈阳 Shenyang 大连 Dalian 长春 Changchun 哈尔滨 Harbin 南京 Nanjing 苏州 Suzhou 无锡 Wuxi 杭州 Hangzhou 宁波 Ningbo 温州 Wenzhou 合肥 Hefei 福州 Fuzhou 厦门 Xiamen 南昌 Nanchang 济南 Jinan 青岛 Qingdao 郑州 Zhengzhou 洛阳 Luoyang 武汉 Wuhan 长沙 Changsha 广州 Guangzhou 深圳 Shenzhen 东莞 Dongguan 佛山 Foshan 南宁 Nanning 海口 Haikou 成都 Chengdu 贵阳 Guiyang 昆明 Kunming 拉萨 Lhasa 西安 Xi’an 兰州 Lanzhou 西宁 Xining 银川 Yinchuan 乌鲁木齐 Urumqi'

const NAMES = new Map<string, string>()
const words = `${PROVINCES} ${CITIES}`.split(' ')
for (let i = 0; i < words.length; i += 2) NAMES.set(words[i]!, words[i + 1]!.replace('-', ' '))

const CHINESE = new Map([...NAMES].map(([chinese, english]) => [english.toLowerCase(), chinese]))

/** What administrative names end in; sources write 浙江 and 浙江省. */
const KIND = /(特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)$/

/** The Chinese name of a place, without its kind; as it is written where it is not known. */
export function provinceName(name: string): string {
  const chinese = name.replace(KIND, '')
  return NAMES.has(chinese) ? chinese : (CHINESE.get(name.trim().toLowerCase()) ?? name)
}

/** A province or city in the reader's language; as it is written where the name is not known. */
export function placeName(name: string, locale: Locale): string {
  return locale === 'en' ? (NAMES.get(name.replace(KIND, '')) ?? name) : name
}
