/** All of a body as text. */
export async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const utf8 = new TextDecoder()
  const pieces: string[] = []
  for await (const bytes of body) pieces.push(utf8.decode(bytes, { stream: true }))
  return pieces.join('') + utf8.decode()
}
