import type { Backend, BackendEvent, GenerateRequest, Middleware } from '../core/backend.ts'
import type { EmbedReply, EmbedRequest } from '../core/embedding.ts'
import type { WireMessage } from '../core/message.ts'
import { maskNamed, maskSecrets, secretsIn } from '../util/mask-secrets.ts'

/** What a key looks like, wherever it stands: a known beginning and a long rest. */
const looksLikeKey = /\b(?:sk|pk|rk|hf|ghp|gho|xoxb|xoxp|AKIA|AIza)[-_A-Za-z0-9]{16,}/g

/**
 * Writes down every physical call, as it is sent and as it is answered: what `MELLEA_LOG=debug` switches on. Keys are masked.
 *
 * It takes where to write to, and prints nothing by itself.
 */
export function debugLog(write: (line: string) => void): Middleware {
  return async function* (request, next, { provider, modelId }) {
    const say = masked(write, request.headers)
    say(`mellea > ${provider} ${modelId} ${asked(request)}`)
    for (const message of request.messages) say(`  ${message.role}: ${shown(message)}`)
    let text = ''
    try {
      for await (const event of next(request)) {
        if (event.type === 'text') text += event.text
        if (event.type === 'part' && event.value.type === 'tool-call') text += shown({ parts: [event.value] })
        if (event.type === 'start' || event.type === 'finish')
          for (const { message } of event.warnings ?? []) say(`  warning: ${message}`)
        if (event.type === 'finish') say(`mellea < ${provider} ${answered(event)}\n  ${text}`)
        yield event
      }
    } catch (error) {
      say(failed(provider, error))
      throw error
    }
  }
}

/** The same around what makes vectors, of which it shows none. */
export function debugEmbed(
  write: (line: string) => void,
  { provider, modelId }: Pick<Backend, 'provider' | 'modelId'>,
  next: (request: EmbedRequest) => Promise<EmbedReply>,
): (request: EmbedRequest) => Promise<EmbedReply> {
  return async (request) => {
    const say = masked(write, request.headers)
    say(`mellea > ${provider} ${request.modelId ?? modelId} embed ${request.texts.length} texts`)
    for (const text of request.texts) say(`  ${text}`)
    try {
      const reply = await next(request)
      for (const { message } of reply.warnings ?? []) say(`  warning: ${message}`)
      const counted = reply.usage ? `, ${reply.usage.inputTokens} tokens in` : ''
      say(
        `mellea < ${provider} ${reply.vectors.length} vectors of ${reply.vectors[0]?.length ?? 0}${counted}`,
      )
      return reply
    } catch (error) {
      say(failed(provider, error))
      throw error
    }
  }
}

function masked(write: (line: string) => void, headers: GenerateRequest['headers']): (line: string) => void {
  const secrets = secretsIn(headers ?? {})
  return (line) => write(maskSecrets(line, secrets).replaceAll(looksLikeKey, '***'))
}

function failed(provider: string, error: unknown): string {
  return `mellea ! ${provider} ${error instanceof Error ? error.message : String(error)}`
}

function asked({ options, transport, schema }: GenerateRequest): string {
  return `${transport} options ${JSON.stringify(options, maskNamed)}${schema ? ` schema ${JSON.stringify(schema)}` : ''}`
}

function answered({ reason, usage }: BackendEvent & { readonly type: 'finish' }): string {
  return usage ? `${reason}, ${usage.inputTokens} tokens in, ${usage.outputTokens} out` : reason
}

function shown({ parts }: Pick<WireMessage, 'parts'>): string {
  return parts
    .map((part) => {
      if (part.type === 'text' || part.type === 'thinking') return part.text
      if (part.type === 'tool-call') return `[${part.name}(${part.arguments})]`
      if (part.type === 'tool-result') return `[${part.name}: ${shown(part)}]`
      return part.type === 'file' ? `[${part.mediaType}]` : `[${part.type}]`
    })
    .join('')
}
