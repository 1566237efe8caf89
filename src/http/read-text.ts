import { eachOf } from '../util/push-iterable.ts'
import { decodedText } from '../util/decoded-text.ts'

/** All of a body as text. */
export async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  await eachOf(body, (bytes) => pieces.push(bytes) > 0)
  return decodedText(pieces)
}
