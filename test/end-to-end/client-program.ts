/** A user's program, run as a process of its own. Its arguments: what to do, the server's address, its kind. */
import { MelleaSession, OllamaModelBackend, type Backend } from 'mellea'
import { OpenAIBackend } from 'mellea/backends/openai'

const [what = '', url = '', kind = ''] = process.argv.slice(2)
const backend: Backend =
  kind === 'openai'
    ? new OpenAIBackend({ baseURL: `${url}/v1`, modelId: 'm' })
    : new OllamaModelBackend({ baseURL: url })
const m = new MelleaSession({ backend })

if (what === 'ask') console.log((await m.instruct('Say hello.')).text)
else
  for await (const delta of m.instruct('Never stop.')) {
    process.stdout.write(delta)
    if (what === 'break') break
  }
