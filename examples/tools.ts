/** A model that looks things up: tools with typed arguments, run until the answer comes. */
import { startSession, tool, type MelleaSession } from 'mellea'
import { z } from 'zod'
import { runAsProgram } from './run-as-program.ts'

const stock = new Map([
  ['kettle', 3],
  ['toaster', 0],
])

const inStock = tool({
  name: 'inStock',
  doc: 'How many of an article are in the shop.',
  input: z.object({ article: z.enum(['kettle', 'toaster']) }),
  run: ({ article }) => ({ article, count: stock.get(article) }),
})

const reserve = tool({
  name: 'reserve',
  doc: 'Reserve one article for a customer. Look first whether there is one.',
  input: z.object({ article: z.enum(['kettle', 'toaster']), customer: z.string() }),
  approve: ({ article }) => (stock.get(article) ?? 0) > 0 || `there is no ${article}`,
  run: ({ article, customer }) => `one ${article} is kept for ${customer}`,
})

export async function serve(
  m: MelleaSession,
  wish: string,
  say: (line: string) => void,
): Promise<{ readonly reserved: boolean; readonly reply: string }> {
  const out = await m.chat(wish, {
    tools: [inStock, reserve],
    toolLoop: 4,
    format: z.object({ reserved: z.boolean(), reply: z.string() }),
  })
  for (const { call, ok, output, error } of out.steps.flatMap(({ outcomes }) => outcomes))
    say(`${call.name}(${JSON.stringify(call.args)}): ${ok ? JSON.stringify(output) : error?.message}`)
  return out.value
}

await runAsProgram(import.meta.url, async () => {
  const m = startSession({ backendName: 'auto' })
  console.log(await serve(m, 'I am Olivia. Please keep a kettle for me.', (line) => console.log(line)))
})
