import {
  anything,
  between,
  closed,
  count,
  either,
  flag,
  integer,
  list,
  map,
  number,
  oneOf,
  open,
  text,
  type Shape,
} from './shape.ts'

// Ollama's description marks almost nothing of a reply as required. What is required here its server always sends:
// the fields of api/types.go without `omitempty`. https://github.com/ollama/ollama/blob/main/api/types.go

const options = open({
  'seed?': integer,
  'temperature?': number,
  'top_k?': integer,
  'top_p?': number,
  'min_p?': number,
  'stop?': either(text, list(text)),
  'num_ctx?': integer,
  'num_predict?': integer,
  'presence_penalty?': number,
  'frequency_penalty?': number,
  'repeat_penalty?': number,
})

const message = open({
  role: oneOf('system', 'user', 'assistant', 'tool'),
  content: text,
  'thinking?': text,
  'images?': list(text),
  'tool_calls?': list(open({ function: open({ name: text, 'arguments?': map }) })),
  'tool_name?': text,
})

const keepAlive = either(text, number)

/** `POST /api/chat`. */
export const ollamaChatRequest: Shape = open({
  model: text,
  messages: list(message),
  'tools?': list(
    open({ type: oneOf('function'), function: open({ name: text, 'description?': text, parameters: map }) }),
  ),
  'format?': either(oneOf('json'), map),
  'options?': options,
  'stream?': flag,
  'think?': either(flag, oneOf('high', 'medium', 'low', 'max')),
  'keep_alive?': keepAlive,
  'truncate?': flag,
  'shift?': flag,
  'logprobs?': flag,
  'top_logprobs?': between(0, 20, 'integer'),
})

/** `POST /api/embed`. */
export const ollamaEmbedRequest: Shape = open({
  model: text,
  input: either(text, list(text)),
  'truncate?': flag,
  'dimensions?': integer,
  'keep_alive?': keepAlive,
  'options?': options,
})

/** `POST /api/show`. */
export const ollamaShowRequest: Shape = open({ model: text, 'verbose?': flag })
/** `POST /api/pull`. */
export const ollamaPullRequest: Shape = either(
  open({ model: text, 'insecure?': flag, 'stream?': flag }),
  // as clients spelled it first, and Ollama's own still does
  open({ name: text, 'insecure?': flag, 'stream?': flag }),
)

const token = { token: text, logprob: number, 'bytes?': list(between(0, 255, 'integer')) }

const said = closed({
  role: oneOf('assistant'),
  content: text,
  'thinking?': text,
  'tool_calls?': list(
    closed({
      'id?': text,
      function: closed({ 'index?': count, name: text, 'description?': text, arguments: map }),
    }),
  ),
  'images?': list(text),
})

const head = { model: text, created_at: text, message: said }
const logprobs = list(closed({ ...token, 'top_logprobs?': list(closed(token)) }))

/** A line before the last. */
export const ollamaChatLine: Shape = closed({
  ...head,
  done: { type: 'boolean', enum: [false] },
  'logprobs?': logprobs,
})

const measured = {
  'total_duration?': count,
  'load_duration?': count,
  'prompt_eval_count?': count,
  'prompt_eval_duration?': count,
  'eval_count?': count,
  'eval_duration?': count,
}

/** The last line, and a reply in one piece. */
export const ollamaChatEnd: Shape = closed({
  ...head,
  done: { type: 'boolean', enum: [true] },
  done_reason: text,
  ...measured,
  'logprobs?': logprobs,
})

export const ollamaEmbedReply: Shape = closed({
  model: text,
  embeddings: list(list(number)),
  'total_duration?': count,
  'load_duration?': count,
  'prompt_eval_count?': count,
})

const details = open({
  'parent_model?': text,
  'format?': text,
  'family?': text,
  'families?': list(text),
  'parameter_size?': text,
  'quantization_level?': text,
})

export const ollamaTags: Shape = closed({
  models: list(open({ name: text, model: text, modified_at: text, size: count, digest: text, details })),
})

export const ollamaShown: Shape = open({
  'parameters?': text,
  'license?': text,
  'modified_at?': text,
  details,
  'template?': text,
  capabilities: list(text),
  model_info: { type: 'object', properties: { 'general.architecture': text } },
})

export const ollamaPullLine: Shape = closed({
  status: text,
  'digest?': text,
  'total?': count,
  'completed?': count,
})

export const ollamaVersion: Shape = closed({ version: text })
export const ollamaError: Shape = open({ error: text, 'details?': anything })
