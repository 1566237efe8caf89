import { callTools, startSession, tool, toolArgValidator, usesTool } from 'mellea'
import type { MelleaSession } from 'mellea'
import { File, Weather } from './tools.schemas.ts'

const getWeather = tool({
  name: 'getWeather',
  doc: 'Weather forecast for a city.',
  input: Weather,
  run: async ({ city, days }, { signal }) => ({ city, days, c: 21, aborted: signal.aborted }),
})
const deleteFile = tool({
  name: 'deleteFile',
  doc: 'Delete a file.',
  input: File,
  approve: (a) => a.path.startsWith('/tmp/'),
  run: () => 'ok',
})

/** The model proposes, you decide. */
export async function proposed(m: MelleaSession = startSession()): Promise<readonly unknown[]> {
  const out = await m.instruct('Weather in Paris?', {
    tools: [getWeather, deleteFile],
    requirements: [
      usesTool(getWeather),
      toolArgValidator(getWeather, (a) => a.days <= 7 || 'at most 7 days'),
    ],
  })
  const results: unknown[] = []
  for (const call of out.toolCalls) {
    // told apart by name
    if (call.name === 'getWeather') call.args.city satisfies string
    else call.args.path satisfies string
    results.push(await call.run())
  }
  return results
}

/** The tools are run until the answer comes. */
export async function looped(m: MelleaSession = startSession()): Promise<string> {
  const { value } = await m.chat('Plan my weekend in Paris.', { tools: [getWeather], toolLoop: 5 })
  return value
}

/** The same by hand. */
export async function byHand(m: MelleaSession = startSession({ contextType: 'chat' })): Promise<string> {
  let out = await m.chat('Plan my weekend in Paris.', { tools: [getWeather] })
  while (out.toolCalls.length > 0) out = await m.act(await callTools(out), { tools: [getWeather] })
  return out.value
}

/** Never called: what the compiler refuses. */
export async function refused(m: MelleaSession): Promise<void> {
  const { toolCalls } = await m.instruct('x', { tools: [getWeather, deleteFile] })
  // @ts-expect-error  which tool it is has to be known first
  void toolCalls[0]?.args.city
  // @ts-expect-error  nobody offers it
  void m.instruct('x', { tools: [getWeather], toolChoice: { name: 'getWether' } })
}
