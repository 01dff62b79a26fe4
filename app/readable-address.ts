/** An address as people read it; as it stands where its signs are no text (`?%`, `#%ff`), which anybody may type. */
export function readableAddress(address: string): string {
  try {
    return decodeURI(address)
  } catch {
    return address
  }
}
