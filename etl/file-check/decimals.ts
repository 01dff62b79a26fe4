/** A decimal exactly as it is written: `digits` over ten to the power of `places`. */
export interface Decimal {
  digits: bigint
  places: number
}

/** Exponents beyond are no figure of this world, and would fill the memory with zeros. */
const MOST_EXPONENT = 40

/** Null: the text is no plain decimal, with or without an exponent. */
export function readDecimal(text: string): Decimal | null {
  const found = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text)
  const [, sign = '', whole = '', part = '', exponent = '0'] = found ?? []
  if (!found || whole + part === '' || Math.abs(Number(exponent)) > MOST_EXPONENT) return null
  const digits = BigInt(whole + part) * (sign === '-' ? -1n : 1n)
  const places = part.length - Number(exponent)
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 }
}

const at = ({ digits, places }: Decimal, wanted: number) => digits * 10n ** BigInt(wanted - places)

export function add(a: Decimal, b: Decimal): Decimal {
  const places = Math.max(a.places, b.places)
  return { digits: at(a, places) + at(b, places), places }
}

export const negated = ({ digits, places }: Decimal): Decimal => ({ digits: -digits, places })

/** To so many places behind the point, a half away from zero, as invoices are rounded. */
export function rounded(value: Decimal, places: number): Decimal {
  if (value.places <= places) return value
  const unit = 10n ** BigInt(value.places - places)
  const size = value.digits < 0n ? -value.digits : value.digits
  const whole = (size + unit / 2n) / unit
  return { digits: value.digits < 0n ? -whole : whole, places }
}

/** Without exponent, leading zeros and zeros behind the last place that counts. */
export function decimalText({ digits, places }: Decimal): string {
  const size = String(digits < 0n ? -digits : digits).padStart(places + 1, '0')
  const fraction = size.slice(size.length - places).replace(/0+$/, '')
  const whole = size.slice(0, size.length - places)
  return `${digits < 0n ? '-' : ''}${whole}${places > 0 && fraction !== '' ? `.${fraction}` : ''}`
}
