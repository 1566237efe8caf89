import type { FakeReply } from './fake-reply.ts'

/** What a program had asked for when servers were seen to do this. */
export interface FaultAsks {
  /** What is asked. @default something short */
  readonly prompt?: string
  readonly format?: boolean
  readonly modelOptions?: { readonly [name: string]: unknown }
  readonly tools?: boolean
}

/** One way in which a server fails and says that all is well. */
export interface ServerFault {
  readonly asks?: FaultAsks
  /** What the server sends; absent where its protocol has no room for it. */
  readonly ollama?: FakeReply
  readonly openai?: FakeReply
  /** The code of the warning, or of the error, that tells of it. */
  readonly flag: { readonly warning: string } | { readonly error: string }
  /** Whether it broke something that was asked for, so that `enforce: true` fails. */
  readonly breaks?: boolean
}

const both = (reply: FakeReply): Pick<ServerFault, 'ollama' | 'openai'> => ({ ollama: reply, openai: reply })

const line = (chunk: object): string => `${JSON.stringify({ model: 'm', ...chunk })}\n`
const said = (content: string): string => line({ message: { role: 'assistant', content }, done: false })
const done = (rest: object = { prompt_eval_count: 9, eval_count: 2 }): string =>
  line({ message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop', ...rest })

const event = (chunk: object): string => `data: ${JSON.stringify({ id: 'c', model: 'm', ...chunk })}\n\n`
const delta = (content: string, finish_reason: string | null = null): string =>
  event({ choices: [{ index: 0, delta: { content }, finish_reason }] })
const counts = event({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 2 } })
const end = 'data: [DONE]\n\n'

const page = '<!doctype html><html><body><h1>Sign in</h1></body></html>'
const html = { 'content-type': 'text/html; charset=utf-8' }

/** Ways to fail with status 200, each of which some server was seen to take. */
export const serverFaults: Readonly<Record<string, ServerFault>> = {
  // a grammar that cannot be parsed is dropped: llama.cpp#19051
  'the grammar is dropped': {
    asks: { format: true },
    ...both({ text: 'Sure! Ada is 36 years old.' }),
    flag: { warning: 'schema-ignored' },
    breaks: true,
  },
  // Ollama with qwen3.5 and gemma4: ollama#15260
  'the schema is ignored while the model thinks': {
    asks: { format: true, modelOptions: { thinking: true } },
    ...both({ thinking: 'Who is she?', text: 'Ada, 36.' }),
    flag: { warning: 'schema-ignored' },
    breaks: true,
  },
  // Ollama before 0.12.4: ollama#11545; vLLM without a parser: vllm#47027
  'the model does not think under the schema': {
    asks: { format: true, modelOptions: { thinking: true } },
    ...both({ text: '{"name":"Ada","age":36}' }),
    flag: { warning: 'thinking-missing' },
  },
  // lengths of texts: llama.cpp#22396
  'a part of the schema is ignored': {
    asks: { format: true },
    ...both({ text: '{"name":"","age":36}' }),
    flag: { warning: 'schema-ignored' },
    breaks: true,
  },
  // Ollama keeps half of its window, and two tokens: ollama#17427
  'the prompt is cut to the context window': {
    asks: { prompt: 'This is one of many sentences that have to be read. '.repeat(400) },
    ...both({ text: 'Yes.', inputTokens: 2050 }),
    flag: { warning: 'context-truncated' },
    breaks: true,
  },
  'the limit of tokens is ignored': {
    asks: { modelOptions: { maxNewTokens: 5 } },
    ...both({ text: 'one two three four five six seven eight', outputTokens: 9 }),
    flag: { warning: 'option-ignored' },
    breaks: true,
  },
  'an answer at its limit is called complete': {
    asks: { modelOptions: { maxNewTokens: 5 } },
    ...both({ text: 'one two three four five', outputTokens: 5, finishReason: 'stop' }),
    flag: { warning: 'likely-truncated' },
  },
  'the stop sequence is ignored': {
    asks: { modelOptions: { stopSequences: ['END'] } },
    ...both({ text: 'one END two' }),
    flag: { warning: 'option-ignored' },
    breaks: true,
  },
  'the model thinks although it shall not': {
    asks: { modelOptions: { thinking: false } },
    ...both({ thinking: 'Hm.', text: 'Yes.' }),
    flag: { warning: 'option-ignored' },
    breaks: true,
  },
  'thoughts are given as the answer': {
    ...both({ text: '<think>Hm.</think>Yes.' }),
    flag: { warning: 'thinking-in-text' },
  },
  'probabilities are left out': {
    asks: { modelOptions: { logprobs: true } },
    ...both({ text: 'Yes.' }),
    flag: { warning: 'option-ignored' },
    breaks: true,
  },
  'a call of a tool is given as text': {
    asks: { tools: true },
    ...both({ text: '<tool_call>{"name": "search", "arguments": {"q": "x"}}</tool_call>' }),
    flag: { warning: 'tool-call-in-text' },
    breaks: true,
  },
  'tokens are not counted': {
    ollama: { body: said('Yes.') + done({}) },
    openai: { body: delta('Yes.', 'stop') + end },
    flag: { warning: 'usage-missing' },
  },
  'the reply says that it is something else': {
    ...both({ text: 'Yes.', headers: { 'content-type': 'text/plain' } }),
    flag: { warning: 'unexpected-content-type' },
  },
  'another model answers': {
    ollama: { body: line({ model: 'tiny:1b', message: { content: 'Yes.' }, done: false }) + done() },
    openai: {
      body:
        event({ model: 'tiny', choices: [{ index: 0, delta: { content: 'Yes.' }, finish_reason: 'stop' }] }) +
        counts +
        end,
    },
    flag: { warning: 'other-model' },
  },
  'the answer is empty': {
    ...both({ text: '' }),
    flag: { warning: 'empty-answer' },
  },
  'bytes are lost': {
    ...both({ text: 'Gr\uFFFD\uFFFDe aus K\uFFFDln' }),
    flag: { warning: 'damaged-text' },
  },
  'nothing says why the answer ended': {
    openai: { body: delta('Yes.') + counts + end },
    flag: { warning: 'finish-reason-missing' },
  },
  'all of the answer comes again after its end': {
    openai: { body: delta('Yes.', 'stop') + delta('Yes.') + counts + end },
    flag: { warning: 'late-text' },
  },
  'the stream is cut': {
    ...both({ text: 'one two three four five', cutAfterFrames: 3 }),
    flag: { error: 'malformed-reply' },
  },
  'the stream ends early and politely': {
    ollama: { body: said('one') + said(' two') },
    openai: { body: delta('one') + delta(' two') },
    flag: { error: 'malformed-reply' },
  },
  'an error comes inside of the reply': {
    ...both({ text: 'one two three', errorAfterFrames: 2, error: 'out of memory' }),
    flag: { error: 'overloaded' },
  },
  'a web page answers': {
    ...both({ body: page, headers: html }),
    flag: { error: 'malformed-reply' },
  },
  'there is no answer in the reply': {
    openai: { body: event({ choices: [] }) + end },
    flag: { error: 'malformed-reply' },
  },
}
