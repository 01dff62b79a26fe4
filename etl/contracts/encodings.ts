/** Big5 and Windows-1252 only where a profile names them: nearly any bytes are one of them, and GB18030 too. */
export const ENCODINGS = ['auto', 'utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'big5', 'windows-1252'] as const
export type Encoding = Exclude<(typeof ENCODINGS)[number], 'auto'>
