import { image, prompt, startSession, type MelleaSession } from 'mellea'

const vision = (): MelleaSession => startSession({ modelId: 'qwen2.5vl:7b' })

// `photo` is what `await readFile('photo.jpg')` gives
export async function describe(photo: Uint8Array, m: MelleaSession = vision()): Promise<string> {
  const { value } = await m.instruct('Describe this picture.', { images: [image(photo)] })
  const compared = await m.instruct(
    prompt`Compare ${image(new URL('https://x.test/a.png'))} with ${image(new URL('https://x.test/b.png'))} for ${'a child'}.`,
  )
  return `${value} ${compared}`
}
