import type * as jinja from '@huggingface/jinja'
import { MelleaError } from '../core/errors.ts'
import { guardedText, type PromptPiece, type TextGuard, textGuard } from './guarded-text.ts'

export type { PromptPiece }

/** A message as chat templates see it. */
export interface ChatMessage {
  readonly role: string
  readonly content: string
  /** Of an answer that called tools, as templates know them; arguments are objects. */
  readonly tool_calls?: readonly object[]
  /** Of a result: whose it is. */
  readonly name?: string
  readonly tool_call_id?: string
}

export interface ChatTemplateOptions {
  /** The Jinja source, as the model's file has it. */
  readonly source: string | undefined
  /** How the model writes its commands: `'<|im_end|>'`. */
  readonly controls: readonly string[]
  readonly bos: string
  readonly eos: string
  /** Stands in for the package, for tests. */
  readonly load?: (() => Promise<JinjaModule>) | undefined
}

type JinjaModule = Pick<typeof jinja, 'Template'>
type Variables = { readonly [name: string]: unknown }

/** A model's own way to write down a conversation. */
export interface ChatTemplate {
  /** Why it is not the model's own, where it is not. */
  readonly warning: string | undefined
  /** What ends an answer where the model does not know it by itself. */
  readonly stops: readonly string[]
  /** Whether the template mentions a variable. */
  mentions(variable: string): boolean
  /** The prompt, up to where the assistant speaks. */
  render(messages: readonly ChatMessage[], variables?: Variables): readonly PromptPiece[]
}

type Render = (messages: readonly ChatMessage[], variables: Variables) => string

/**
 * The chat template of a model file. Without one, or with one that cannot be read, messages are written as ChatML and a warning says so.
 *
 * @throws MelleaError `missing-peer` when the package that reads templates is not installed.
 */
export async function chatTemplate(options: ChatTemplateOptions): Promise<ChatTemplate> {
  const { source, controls } = options
  const guard = textGuard(controls)
  const own = source === undefined ? 'the model file has no chat template' : await compile(source, options)
  const stops = ['<|im_end|>', '<|im_start|>'].filter((mark) => !controls.includes(mark))
  if (typeof own === 'string')
    return { ...rendering(chatML, '', guard), warning: `${own}: messages are written as ChatML`, stops }
  return { ...rendering(own, source ?? '', guard), warning: undefined, stops: [] }
}

async function compile(source: string, { bos, eos, load }: ChatTemplateOptions): Promise<Render | string> {
  // bundlers allow a package to be absent only where the failure is caught on the spot
  const { Template } = await (load ? load().catch(refuse) : import('@huggingface/jinja').catch(refuse))
  try {
    const template = new Template(source)
    const fixed = { add_generation_prompt: true, bos_token: bos, eos_token: eos }
    return (messages, variables) => template.render({ ...variables, ...fixed, messages })
  } catch (error) {
    return `the chat template cannot be read (${reasonOf(error)})`
  }
}

function refuse(cause: unknown): never {
  throw new MelleaError(
    'Chat templates need the optional package @huggingface/jinja. Install it with `npm install @huggingface/jinja@0.5.11`.',
    { code: 'missing-peer', cause },
  )
}

function chatML(messages: readonly ChatMessage[]): string {
  const said = messages.map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`)
  return `${said.join('')}<|im_start|>assistant\n`
}

function rendering(
  write: Render,
  source: string,
  guard: TextGuard,
): Pick<ChatTemplate, 'mentions' | 'render'> {
  let system: boolean | undefined
  return {
    mentions: (variable) => new RegExp(`\\b${variable}\\b`).test(source),
    render(messages, variables = {}) {
      system ??= takesSystem(write)
      const ready = system ? messages : withoutSystem(messages)
      return guardedText(
        guard,
        ready.map(({ content }) => content),
        (contents) => {
          const guarded = ready.map((message, index) => ({ ...message, content: contents[index] ?? '' }))
          return writeSomehow(write, guarded, variables)
        },
      )
    },
  }
}

/** Some templates want the speakers to take turns, and know no tools. */
function writeSomehow(write: Render, messages: readonly ChatMessage[], variables: Variables): string {
  try {
    return write(messages, variables)
  } catch (error) {
    const turns = inTurns(messages.map((each) => (each.role === 'tool' ? { ...each, role: 'user' } : each)))
    try {
      return write(turns, variables)
    } catch {
      throw new MelleaError(`The model's chat template refuses this conversation: ${reasonOf(error)}`, {
        code: 'unsupported',
        cause: error,
      })
    }
  }
}

function takesSystem(write: Render): boolean {
  try {
    const probe = [
      { role: 'system', content: 'SYSTEM-PROBE' },
      { role: 'user', content: 'USER-PROBE' },
    ]
    return write(probe, {}).includes('SYSTEM-PROBE')
  } catch {
    return false
  }
}

/** What the system says goes before the first thing that the user says. */
function withoutSystem(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const rest = messages.filter(({ role }) => role !== 'system')
  const said = messages.filter(({ role }) => role === 'system').map(({ content }) => content)
  if (said.length === 0) return messages
  const first = rest.findIndex(({ role }) => role === 'user')
  if (first < 0) return [{ role: 'user', content: said.join('\n\n') }, ...rest]
  return rest.map((each, index) =>
    index === first ? { ...each, content: [...said, each.content].join('\n\n') } : each,
  )
}

function inTurns(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const turns: ChatMessage[] = []
  for (const message of messages) {
    const last = turns.at(-1)
    if (last?.role === message.role)
      turns[turns.length - 1] = { ...last, content: `${last.content}\n\n${message.content}` }
    else turns.push(message)
  }
  return turns
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
