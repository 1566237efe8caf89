import {
  between,
  closed,
  count,
  either,
  flag,
  integer,
  list,
  map,
  nothing,
  number,
  oneOf,
  open,
  orNull,
  text,
  type Shape,
} from './shape.ts'

const contentPart = either(
  open({ type: oneOf('input_text'), text }),
  open({
    type: oneOf('input_image'),
    'image_url?': orNull(text),
    'file_id?': orNull(text),
    detail: oneOf('auto', 'low', 'high', 'original'),
  }),
  open({
    type: oneOf('input_file'),
    'filename?': text,
    'file_data?': text,
    'file_url?': text,
    'file_id?': orNull(text),
  }),
)

const summary = list(closed({ type: oneOf('summary_text'), text }))
const itemStatus = oneOf('in_progress', 'completed', 'incomplete')
const alternative = closed({ token: text, logprob: number, bytes: list(integer) })
const logprobs = list(
  closed({ token: text, logprob: number, bytes: list(integer), top_logprobs: list(alternative) }),
)

const citation = open({
  type: oneOf('url_citation'),
  start_index: count,
  end_index: count,
  url: text,
  title: text,
})
const textContent = closed({ type: oneOf('output_text'), text, annotations: list(citation), logprobs })
const refusalContent = closed({ type: oneOf('refusal'), refusal: text })
const content = either(textContent, refusalContent)

const answerItem = closed({
  id: text,
  type: oneOf('message'),
  status: itemStatus,
  role: oneOf('assistant'),
  content: list(content),
  'phase?': orNull(oneOf('commentary', 'final_answer')),
})

const thoughtItem = closed({
  id: text,
  type: oneOf('reasoning'),
  summary,
  'encrypted_content?': orNull(text),
  'status?': itemStatus,
})

const callItem = closed({
  'id?': text,
  type: oneOf('function_call'),
  'status?': itemStatus,
  call_id: text,
  name: text,
  arguments: text,
})

const item = either(answerItem, thoughtItem, callItem)

const inputItem = either(
  open({
    'type?': oneOf('message'),
    role: oneOf('user', 'assistant', 'system', 'developer'),
    content: either(text, list(contentPart)),
  }),
  open({
    id: text,
    type: oneOf('message'),
    status: itemStatus,
    role: oneOf('assistant'),
    content: list(content),
  }),
  open({
    type: oneOf('reasoning'),
    id: text,
    summary,
    'content?': list(open({ type: oneOf('reasoning_text'), text })),
    'encrypted_content?': orNull(text),
  }),
  callItem,
  open({
    type: oneOf('web_search_call'),
    id: text,
    status: oneOf('in_progress', 'searching', 'completed', 'failed'),
    action: open({ type: oneOf('search'), query: text }),
  }),
  open({ type: oneOf('function_call_output'), call_id: text, output: either(text, list(contentPart)) }),
  open({ type: oneOf('item_reference'), id: text }),
)

const format = either(
  open({ type: oneOf('text') }),
  open({ type: oneOf('json_object') }),
  open({
    type: oneOf('json_schema'),
    name: text,
    'description?': text,
    schema: map,
    'strict?': orNull(flag),
  }),
)
const textOptions = open({ 'format?': format, 'verbosity?': orNull(oneOf('low', 'medium', 'high')) })
const effort = orNull(oneOf('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'))
const reasoning = open({ 'effort?': effort, 'summary?': orNull(oneOf('auto', 'concise', 'detailed')) })
const tool = open({
  type: oneOf('function'),
  name: text,
  'description?': orNull(text),
  parameters: orNull(map),
  strict: orNull(flag),
})
const choice = either(oneOf('none', 'auto', 'required'), open({ type: oneOf('function'), name: text }))
const temperature = orNull(between(0, 2))
const share = orNull(between(0, 1))

/** `POST /responses`. Members without a shape may be there: other servers of this protocol have more. */
export const openaiResponsesBody: Shape = open({
  model: text,
  input: either(text, list(inputItem)),
  'instructions?': orNull(text),
  'tools?': list(tool),
  'tool_choice?': choice,
  'parallel_tool_calls?': orNull(flag),
  'text?': textOptions,
  'temperature?': temperature,
  'top_p?': share,
  'max_output_tokens?': orNull({ type: 'integer', minimum: 16 }),
  'reasoning?': orNull(reasoning),
  'include?': orNull(
    list(
      oneOf('reasoning.encrypted_content', 'message.output_text.logprobs', 'message.input_image.image_url'),
    ),
  ),
  'store?': orNull(flag),
  'stream?': orNull(flag),
  'previous_response_id?': orNull(text),
  'truncation?': orNull(oneOf('auto', 'disabled')),
  'top_logprobs?': between(0, 20, 'integer'),
  'user?': text,
  'prompt_cache_key?': orNull(text),
  'safety_identifier?': orNull(text),
})

const usage = closed({
  input_tokens: count,
  input_tokens_details: closed({ cached_tokens: count, cache_write_tokens: count }),
  output_tokens: count,
  output_tokens_details: closed({ reasoning_tokens: count }),
  total_tokens: count,
})

const common = {
  id: text,
  object: oneOf('response'),
  created_at: count,
  instructions: orNull(text),
  max_output_tokens: orNull(integer),
  model: text,
  parallel_tool_calls: flag,
  previous_response_id: orNull(text),
  reasoning: orNull(reasoning),
  store: flag,
  temperature,
  text: textOptions,
  tool_choice: choice,
  tools: list(tool),
  top_p: share,
  truncation: orNull(oneOf('auto', 'disabled')),
  metadata: { ...map, additionalProperties: false, properties: {} },
} satisfies { readonly [name: string]: Shape }

/** While it is made; the published description forgets that `usage` is null here. */
const begun = closed({
  ...common,
  status: oneOf('in_progress'),
  error: nothing,
  incomplete_details: nothing,
  output: list(item),
  usage: nothing,
})

export const openaiResponse: Shape = closed({
  ...common,
  status: oneOf('completed', 'incomplete'),
  'completed_at?': orNull(count),
  error: nothing,
  incomplete_details: orNull(closed({ reason: oneOf('max_output_tokens', 'content_filter') })),
  output: list(item),
  usage,
})

const event = (type: string, members: { readonly [name: string]: Shape }): Shape =>
  closed({ type: oneOf(type), sequence_number: count, ...members })
const at = { output_index: count }
const inItem = { ...at, item_id: text }
const inContent = { ...inItem, content_index: count }
const inSummary = { ...inItem, summary_index: count }
const summaryPart = closed({ type: oneOf('summary_text'), text })
const deltaLogprobs = list(
  open({ token: text, logprob: number, 'top_logprobs?': list(open({ token: text, logprob: number })) }),
)

/** One event of a stream. */
export const openaiResponseEvent: Shape = either(
  event('response.created', { response: begun }),
  event('response.in_progress', { response: begun }),
  event('response.output_item.added', { ...at, item }),
  event('response.output_item.done', { ...at, item }),
  event('response.content_part.added', { ...inContent, part: content }),
  event('response.content_part.done', { ...inContent, part: content }),
  event('response.output_text.delta', {
    ...inContent,
    delta: text,
    'obfuscation?': text,
    logprobs: deltaLogprobs,
  }),
  event('response.output_text.done', { ...inContent, text, logprobs: deltaLogprobs }),
  event('response.reasoning_summary_part.added', { ...inSummary, part: summaryPart }),
  event('response.reasoning_summary_part.done', { ...inSummary, part: summaryPart }),
  event('response.reasoning_summary_text.delta', { ...inSummary, delta: text, 'obfuscation?': text }),
  event('response.reasoning_summary_text.done', { ...inSummary, text }),
  event('response.function_call_arguments.delta', { ...inItem, delta: text, 'obfuscation?': text }),
  event('response.function_call_arguments.done', { ...inItem, name: text, arguments: text }),
  event('response.completed', { response: openaiResponse }),
  event('response.incomplete', { response: openaiResponse }),
  event('error', { code: orNull(text), message: text, param: orNull(text) }),
)
