import {
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
  orNull,
  text,
  type Shape,
} from './shape.ts'

const textPart = open({ type: oneOf('text'), text })
const userPart = either(
  textPart,
  open({
    type: oneOf('image_url'),
    image_url: open({ url: text, 'detail?': oneOf('auto', 'low', 'high') }),
  }),
  open({ type: oneOf('input_audio'), input_audio: open({ data: text, format: oneOf('wav', 'mp3') }) }),
  open({ type: oneOf('file'), file: open({ 'filename?': text, 'file_data?': text, 'file_id?': text }) }),
)

/** A call that is said in one piece. */
const toolCall = open({
  id: text,
  type: oneOf('function'),
  function: open({ name: text, arguments: text }),
})

const words = either(text, list(textPart, 1))

const message = either(
  open({ role: oneOf('system', 'developer'), content: words, 'name?': text }),
  open({ role: oneOf('user'), content: either(text, list(userPart, 1)), 'name?': text }),
  open({
    role: oneOf('assistant'),
    'content?': orNull(
      either(text, list(either(textPart, open({ type: oneOf('refusal'), refusal: text })), 1)),
    ),
    'refusal?': orNull(text),
    'tool_calls?': list(toolCall),
  }),
  open({ role: oneOf('tool'), content: words, tool_call_id: text }),
)

const tool = open({
  type: oneOf('function'),
  function: open({ name: text, 'description?': text, 'parameters?': map, 'strict?': orNull(flag) }),
})

const format = either(
  open({ type: oneOf('text') }),
  open({ type: oneOf('json_object') }),
  open({
    type: oneOf('json_schema'),
    json_schema: open({ name: text, 'description?': text, 'schema?': map, 'strict?': orNull(flag) }),
  }),
)

const choice = either(
  oneOf('none', 'auto', 'required'),
  open({ type: oneOf('function'), function: open({ name: text }) }),
)

/** `POST /chat/completions`. Members without a shape may be there: other servers of this protocol have more. */
export const openaiChatBody: Shape = open({
  model: text,
  messages: list(message, 1),
  'tools?': list(tool),
  'tool_choice?': choice,
  'parallel_tool_calls?': flag,
  'response_format?': format,
  'temperature?': orNull(between(0, 2)),
  'top_p?': orNull(between(0, 1)),
  'presence_penalty?': orNull(between(-2, 2)),
  'frequency_penalty?': orNull(between(-2, 2)),
  'max_tokens?': orNull(integer),
  'max_completion_tokens?': orNull(integer),
  'n?': orNull(between(1, 128, 'integer')),
  'seed?': orNull(integer),
  'stop?': either(text, list(text, 1)),
  'stream?': orNull(flag),
  'stream_options?': orNull(open({ 'include_usage?': flag, 'include_obfuscation?': flag })),
  'reasoning_effort?': orNull(oneOf('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max')),
  'logprobs?': orNull(flag),
  'top_logprobs?': between(0, 20, 'integer'),
  'verbosity?': orNull(oneOf('low', 'medium', 'high')),
  'service_tier?': orNull(oneOf('auto', 'default', 'flex', 'scale', 'priority')),
  'store?': orNull(flag),
  'user?': text,
  'prompt_cache_key?': orNull(text),
  'safety_identifier?': orNull(text),
})

const bytes = orNull(list(between(0, 255, 'integer')))
const alternative = closed({ token: text, logprob: number, bytes })
const logprobs = orNull(
  closed({
    content: orNull(list(closed({ token: text, logprob: number, bytes, top_logprobs: list(alternative) }))),
    refusal: orNull(list(closed({ token: text, logprob: number, bytes, top_logprobs: list(alternative) }))),
  }),
)

const usage = closed({
  prompt_tokens: count,
  completion_tokens: count,
  total_tokens: count,
  'prompt_tokens_details?': open({ 'cached_tokens?': count, 'audio_tokens?': count }),
  'completion_tokens_details?': open({ 'reasoning_tokens?': count, 'audio_tokens?': count }),
})

const reason = oneOf('stop', 'length', 'tool_calls', 'content_filter', 'function_call')
/** Not of OpenAI: as its imitators spell thoughts. */
const thoughts = { 'reasoning_content?': orNull(text), 'reasoning?': orNull(text) }
const head = {
  id: text,
  created: count,
  model: text,
  'system_fingerprint?': text,
  'service_tier?': orNull(oneOf('auto', 'default', 'flex', 'scale', 'priority')),
}

const citation = open({
  type: oneOf('url_citation'),
  url_citation: open({ start_index: count, end_index: count, url: text, title: text }),
})

export const openaiChatReply: Shape = closed({
  ...head,
  object: oneOf('chat.completion'),
  choices: list(
    closed({
      index: count,
      message: closed({
        role: oneOf('assistant'),
        content: orNull(text),
        refusal: orNull(text),
        'tool_calls?': list(toolCall),
        'annotations?': list(citation),
        ...thoughts,
      }),
      logprobs,
      finish_reason: reason,
    }),
  ),
  usage,
})

export const openaiChatChunk: Shape = closed({
  ...head,
  object: oneOf('chat.completion.chunk'),
  choices: list(
    closed({
      index: count,
      delta: closed({
        'role?': oneOf('assistant'),
        'content?': orNull(text),
        'refusal?': orNull(text),
        'tool_calls?': list(
          closed({
            index: count,
            'id?': text,
            'type?': oneOf('function'),
            // Google's
            'extra_content?': map,
            'function?': closed({ 'name?': text, 'arguments?': text }),
          }),
        ),
        ...thoughts,
      }),
      'logprobs?': logprobs,
      finish_reason: orNull(reason),
    }),
  ),
  'usage?': orNull(usage),
  'obfuscation?': text,
})

/** `POST /embeddings`. */
export const openaiEmbedBody: Shape = open({
  model: text,
  input: either(text, list(text, 1), list(integer, 1), list(list(integer, 1), 1)),
  'encoding_format?': oneOf('float', 'base64'),
  'dimensions?': { type: 'integer', minimum: 1 },
  'user?': text,
})

export const openaiVectors: Shape = closed({
  object: oneOf('list'),
  model: text,
  data: list(closed({ object: oneOf('embedding'), index: count, embedding: either(list(number), text) })),
  usage: closed({ prompt_tokens: count, total_tokens: count }),
})

export const openaiModels: Shape = closed({
  object: oneOf('list'),
  data: list(open({ id: text, object: oneOf('model'), created: count, owned_by: text })),
})

export const openaiError: Shape = closed({
  error: closed({ message: text, type: text, param: orNull(text), code: orNull(text) }),
})
