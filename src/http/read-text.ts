import { eachOf } from '../util/push-iterable.ts'

/** All of a body as text. */
export async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const utf8 = new TextDecoder()
  const pieces: string[] = []
  await eachOf(body, (bytes) => pieces.push(utf8.decode(bytes, { stream: true })) > 0)
  return pieces.join('') + utf8.decode()
}
