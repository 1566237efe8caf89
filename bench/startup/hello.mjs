/** The smallest program with each library: one question to a model server, and the answer on the screen. */
const address = `const address = process.env.BENCH_ADDRESS\n`
const openaiProvider = (entry) => `import { createOpenAICompatible } from '${entry}'\n`
const aiBody = `${address}
const model = createOpenAICompatible({ name: 'local', baseURL: address + '/v1' })('m')
console.log((await generateText({ model, prompt: 'Say hi.' })).text)
`
const openaiBody = `${address}
const { chat } = new OpenAI({ apiKey: 'k', baseURL: address + '/v1' })
const { choices } = await chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'Say hi.' }] })
console.log(choices[0].message.content)
`

export const programs = {
  mellea: `import { startSession } from 'mellea'
${address}
const m = startSession({ modelId: 'm', baseURL: address })
console.log(String(await m.instruct('Say hi.')))
`,
  'mellea + OpenAI': `import { MelleaSession } from 'mellea'
import { OpenAIBackend } from 'mellea/backends/openai'
${address}
const m = new MelleaSession({ backend: new OpenAIBackend({ modelId: 'm', baseURL: address + '/v1' }) })
console.log(String(await m.instruct('Say hi.')))
`,
  ollama: `import { Ollama } from 'ollama'
${address}
const { message } = await new Ollama({ host: address }).chat({ model: 'm', messages: [{ role: 'user', content: 'Say hi.' }] })
console.log(message.content)
`,
  'openai 6': `import OpenAI from 'openai'\n${openaiBody}`,
  'openai 7': `import OpenAI from 'openai-7'\n${openaiBody}`,
  'ai 6': `import { generateText } from 'ai'\n${openaiProvider('@ai-sdk/openai-compatible')}${aiBody}`,
  'ai 7': `import { generateText } from 'ai-7'\n${openaiProvider('openai-compatible-3')}${aiBody}`,
  ax: `import { ai, ax } from '@ax-llm/ax'
${address}
const llm = ai({ name: 'openai', apiKey: 'k', apiURL: address + '/v1', config: { model: 'm', stream: false } })
const said = await llm.chat({ chatPrompt: [{ role: 'user', content: 'Say hi.' }] }, { stream: false })
console.log(said.results[0].content, typeof ax)
`,
  'langchain, OpenAI': `import { ChatOpenAI } from '@langchain/openai'
${address}
const model = new ChatOpenAI({ model: 'm', apiKey: 'k', configuration: { baseURL: address + '/v1' } })
console.log((await model.invoke('Say hi.')).text)
`,
  'langchain, Ollama': `import { ChatOllama } from '@langchain/ollama'
${address}
console.log((await new ChatOllama({ model: 'm', baseUrl: address }).invoke('Say hi.')).text)
`,
}
