import type { MelleaErrorCode } from '../../src/core/errors.ts'
import type { Through } from './failure-payload.ts'

/** A reply with status 200 that is no answer: it was cut off, refused, or stopped by a filter. */
export interface BadEnding {
  readonly who: string
  readonly through: Through
  readonly body: object
  readonly means: MelleaErrorCode
  readonly source: string
}

const chat = (finish_reason: string, message: object): object => ({
  id: 'c',
  model: 'tiny',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason }],
  usage: { prompt_tokens: 9, completion_tokens: 2 },
})
const response = (content: object, more: object): object => ({
  id: 'resp_1',
  object: 'response',
  model: 'tiny',
  output: [{ id: 'msg_1', type: 'message', role: 'assistant', content: [content] }],
  usage: { input_tokens: 9, output_tokens: 2 },
  ...more,
})
const claude = (stop_reason: string, content: readonly object[]): object => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-tiny',
  content,
  stop_reason,
  usage: { input_tokens: 9, output_tokens: 2 },
})
const converse = (stopReason: string, text: string): object => ({
  output: { message: { role: 'assistant', content: [{ text }] } },
  stopReason,
  usage: { inputTokens: 9, outputTokens: 2 },
})
const text = (words: string): object => ({ type: 'output_text', text: words, annotations: [] })

const chatSource = 'https://platform.openai.com/docs/api-reference/chat/object'
const responsesSource = 'https://platform.openai.com/docs/api-reference/responses/object'
const claudeSource = 'https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons'
const converseSource = 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html'
const half = '{"name":"Ad'

/** How answers end that are none, where JSON was asked for. */
export const badEndings: readonly BadEnding[] = [
  {
    who: 'OpenAI, chat',
    through: 'openai',
    body: chat('length', { content: half }),
    means: 'truncated',
    source: chatSource,
  },
  {
    who: 'OpenAI, chat',
    through: 'openai',
    body: chat('stop', { content: null, refusal: "I'm sorry, I cannot do that." }),
    means: 'refused',
    source: chatSource,
  },
  {
    who: 'OpenAI, chat',
    through: 'openai',
    body: chat('content_filter', { content: '' }),
    means: 'content-filtered',
    source: chatSource,
  },
  {
    who: 'OpenAI, responses',
    through: 'responses',
    body: response(text(half), { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }),
    means: 'truncated',
    source: responsesSource,
  },
  {
    who: 'OpenAI, responses',
    through: 'responses',
    body: response({ type: 'refusal', refusal: 'I cannot do that.' }, { status: 'completed' }),
    means: 'refused',
    source: responsesSource,
  },
  {
    who: 'OpenAI, responses',
    through: 'responses',
    body: response(text(half), { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }),
    means: 'content-filtered',
    source: responsesSource,
  },
  {
    who: 'Anthropic',
    through: 'anthropic',
    body: claude('max_tokens', [{ type: 'text', text: half }]),
    means: 'truncated',
    source: claudeSource,
  },
  {
    who: 'Anthropic',
    through: 'anthropic',
    body: claude('model_context_window_exceeded', [{ type: 'text', text: half }]),
    means: 'truncated',
    source: claudeSource,
  },
  {
    who: 'Anthropic',
    through: 'anthropic',
    body: claude('refusal', []),
    means: 'refused',
    source: claudeSource,
  },
  {
    who: 'Bedrock',
    through: 'litellm:bedrock/us.amazon.nova-pro-v1:0',
    body: converse('max_tokens', half),
    means: 'truncated',
    source: converseSource,
  },
  {
    who: 'Bedrock',
    through: 'litellm:bedrock/us.amazon.nova-pro-v1:0',
    body: converse('guardrail_intervened', 'Blocked.'),
    means: 'content-filtered',
    source: converseSource,
  },
  {
    who: 'Bedrock',
    through: 'litellm:bedrock/us.amazon.nova-pro-v1:0',
    body: converse('content_filtered', ''),
    means: 'content-filtered',
    source: converseSource,
  },
  {
    who: 'Ollama',
    through: 'ollama',
    body: {
      model: 'tiny',
      message: { role: 'assistant', content: half },
      done: true,
      done_reason: 'length',
      prompt_eval_count: 9,
      eval_count: 2,
    },
    means: 'truncated',
    source: 'https://docs.ollama.com/api/chat',
  },
  {
    who: 'Gemini',
    through: 'litellm:gemini/gemini-2.5-flash',
    body: chat('content_filter: PROHIBITED_CONTENT', { content: '' }),
    means: 'content-filtered',
    source: 'https://ai.google.dev/gemini-api/docs/openai',
  },
  {
    who: 'Mistral',
    through: 'litellm:mistral/mistral-small-latest',
    body: chat('model_length', { content: half }),
    means: 'truncated',
    source: 'https://docs.mistral.ai/api/',
  },
]
