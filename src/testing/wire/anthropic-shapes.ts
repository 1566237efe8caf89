import {
  between,
  closed,
  count,
  either,
  flag,
  list,
  map,
  nothing,
  oneOf,
  open,
  orNull,
  text,
  type Shape,
} from './shape.ts'

// Source: https://platform.claude.com/docs/en/api/messages

const source = either(
  open({ type: oneOf('base64'), media_type: text, data: text }),
  open({ type: oneOf('url'), url: text }),
  open({ type: oneOf('text'), media_type: oneOf('text/plain'), data: text }),
  open({ type: oneOf('file'), file_id: text }),
)
const textBlock = open({ type: oneOf('text'), text })
const file = [
  open({ type: oneOf('image'), source }),
  open({ type: oneOf('document'), source, 'title?': orNull(text) }),
] as const
const block = either(
  textBlock,
  ...file,
  open({ type: oneOf('tool_use'), id: text, name: text, input: map }),
  open({
    type: oneOf('tool_result'),
    tool_use_id: text,
    'content?': either(text, list(either(textBlock, ...file))),
    'is_error?': flag,
  }),
  open({ type: oneOf('thinking'), thinking: text, signature: text }),
  open({ type: oneOf('redacted_thinking'), data: text }),
  open({ type: oneOf('server_tool_use'), id: text, name: text, input: map }),
  open({ type: oneOf('web_search_tool_result'), tool_use_id: text }),
)

/** `POST /v1/messages`. */
export const anthropicBody: Shape = open({
  model: text,
  max_tokens: { type: 'integer', minimum: 1 },
  messages: list(open({ role: oneOf('user', 'assistant', 'system'), content: either(text, list(block)) }), 1),
  'system?': either(text, list(textBlock)),
  'temperature?': between(0, 1),
  'top_p?': between(0, 1),
  'top_k?': count,
  'stop_sequences?': list(text),
  'stream?': flag,
  'thinking?': open({
    type: oneOf('enabled', 'disabled', 'adaptive', 'between_tools'),
    'budget_tokens?': { type: 'integer', minimum: 1024 },
  }),
  'output_config?': open({
    'format?': orNull(open({ type: oneOf('json_schema'), schema: map })),
    'effort?': orNull(text),
  }),
  'tools?': list(
    either(
      open({ name: text, input_schema: open({ type: oneOf('object') }) }),
      open({ type: text, name: text }),
    ),
  ),
  'tool_choice?': either(
    open({ type: oneOf('auto', 'any', 'none'), 'disable_parallel_tool_use?': flag }),
    open({ type: oneOf('tool'), name: text, 'disable_parallel_tool_use?': flag }),
  ),
  'metadata?': open({ 'user_id?': orNull(text) }),
  'service_tier?': oneOf('auto', 'standard_only'),
})

const said = either(
  closed({ type: oneOf('text'), text, 'citations?': orNull(list(map)) }),
  closed({ type: oneOf('thinking'), thinking: text, signature: text }),
  closed({ type: oneOf('redacted_thinking'), data: text }),
  closed({ type: oneOf('tool_use'), id: text, name: text, input: map }),
)
const reason = oneOf(
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'pause_turn',
  'refusal',
  'model_context_window_exceeded',
)
const usage = closed({
  input_tokens: count,
  cache_creation_input_tokens: orNull(count),
  cache_read_input_tokens: orNull(count),
  output_tokens: count,
})
const head = { id: text, type: oneOf('message'), role: oneOf('assistant'), model: text, usage }

export const anthropicMessage: Shape = closed({
  ...head,
  content: list(said),
  stop_reason: reason,
  stop_sequence: orNull(text),
})

const problem = closed({ type: text, message: text })

/** One event of a stream. */
export const anthropicEvent: Shape = either(
  closed({
    type: oneOf('message_start'),
    message: closed({ ...head, content: list(said), stop_reason: nothing, stop_sequence: nothing }),
  }),
  closed({ type: oneOf('ping') }),
  closed({ type: oneOf('content_block_start'), index: count, content_block: said }),
  closed({
    type: oneOf('content_block_delta'),
    index: count,
    delta: either(
      closed({ type: oneOf('text_delta'), text }),
      closed({ type: oneOf('thinking_delta'), thinking: text }),
      closed({ type: oneOf('signature_delta'), signature: text }),
      closed({ type: oneOf('input_json_delta'), partial_json: text }),
    ),
  }),
  closed({ type: oneOf('content_block_stop'), index: count }),
  closed({
    type: oneOf('message_delta'),
    delta: closed({ stop_reason: reason, stop_sequence: orNull(text) }),
    usage: open({ output_tokens: count }),
  }),
  closed({ type: oneOf('message_stop') }),
  closed({ type: oneOf('error'), error: problem }),
)

export const anthropicModel: Shape = open({
  type: oneOf('model'),
  id: text,
  display_name: text,
  created_at: text,
})
export const anthropicError: Shape = open({ type: oneOf('error'), error: problem })
