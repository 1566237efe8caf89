/** An address without the name and password that it may hold. */
export function withoutUser(address: string): string {
  const url = new URL(address)
  if (!url.username && !url.password) return address
  url.username = ''
  url.password = ''
  return url.href
}
