import { ChatContext, MelleaSession, startSession } from 'mellea'

const remembering = (): MelleaSession => startSession({ ctx: new ChatContext({ windowSize: 10 }) }) // or { contextType: 'chat' }

export async function memory(m: MelleaSession = remembering()): Promise<readonly string[]> {
  await m.chat('Make up a maths problem.')
  const { value } = await m.chat('Now solve it.')
  const last = m.ctx.lastOutput?.text ?? ''

  const [x3, x5] = await Promise.all([m.clone().instruct('Times 3?'), m.clone().instruct('Times 5?')]) // branches

  const saved = JSON.stringify(m.ctx) // persist, resume
  const again = new MelleaSession({ backend: m.backend, ctx: ChatContext.fromJSON(JSON.parse(saved)) })
  const { value: resumed } = await again.chat('And divided by 2?')
  return [value, last, x3.value, x5.value, resumed]
}

export async function given(m: MelleaSession): Promise<number> {
  const ctx = ChatContext.from([
    { role: 'user', content: 'My name is Olivia.' },
    { role: 'assistant', content: 'Hello Olivia.' },
  ])
  const known = new MelleaSession({ backend: m.backend, ctx })
  await known.chat('What is my name?')
  const messages = known.ctx.messages.length
  known.reset()
  return messages - known.ctx.messages.length
}
