import type { BackendEvent, GenerateRequest } from '../../core/backend.ts'
import { AISDKBlocks } from './ai-sdk-blocks.ts'
import type { AISDKCall } from './ai-sdk-call.ts'
import type { AISDKPart, AISDKResult, AISDKWarning } from './ai-sdk-part.ts'
import { fromAISDKFinish, fromAISDKUsage, fromAISDKWarning, isUntold } from './ai-sdk-usage.ts'
import { usageSoFar } from './usage-so-far.ts'

/** Parts that say something of an answer, and are none of it. */
const silent: ReadonlySet<string> = new Set([
  'raw',
  'ping',
  'tool-input-end',
  'stream-start',
  'response-metadata',
])

/** Makes events of the parts of one answer, streamed or whole, of any edition. */
export class AISDKReader {
  /** Whether the model was asked: then it has read the prompt. */
  sent = false
  readonly #request: GenerateRequest
  readonly #blocks = new AISDKBlocks()
  #call: AISDKCall = { options: {}, extra: [], receipt: { schema: 'none' }, warnings: [] }
  #warnings: readonly AISDKWarning[] = []
  #about: { readonly id?: string | undefined; readonly modelId?: string | undefined } = {}
  #body: unknown
  #end: AISDKPart | undefined
  #started = false

  constructor(request: GenerateRequest) {
    this.#request = request
  }

  get text(): string {
    return this.#blocks.text
  }

  /** Whether nothing at all was said, and nothing says why. */
  get empty(): boolean {
    return (
      this.#blocks.generated === 0 && this.#blocks.parts().length === 0 && isUntold(this.#end?.finishReason)
    )
  }

  get ended(): boolean {
    return this.#end !== undefined
  }

  /** Why it ended, in the specification's own words. */
  get reason(): string | undefined {
    const told = this.#end?.finishReason
    return typeof told === 'object' ? told.unified : told
  }

  begin(call: AISDKCall): void {
    this.#call = call
  }

  /** What the provider's package has sent, where it says so. */
  posted(body: unknown): void {
    this.#body = body
  }

  take(part: AISDKPart): readonly BackendEvent[] {
    if (part.type === 'stream-start') this.#warnings = part.warnings ?? []
    if (part.type === 'response-metadata') this.#about = { id: part.id, modelId: part.modelId }
    if (part.type === 'finish') this.#end = part
    if (silent.has(part.type) || part.type === 'finish') return []
    const said = this.#blocks.take(part)
    return said.length === 0 ? said : [...this.#begin(), ...said]
  }

  takeWhole(result: AISDKResult): readonly BackendEvent[] {
    this.posted(result.request?.body)
    this.#warnings = result.warnings ?? []
    this.#about = { id: result.response?.id, modelId: result.response?.modelId }
    const events = (result.content ?? []).flatMap((part) => this.take(part))
    const { finishReason, usage, providerMetadata } = result
    this.#end = {
      type: 'finish',
      ...(finishReason !== undefined && { finishReason }),
      ...(usage && { usage }),
      ...(providerMetadata && { providerMetadata }),
    }
    return events
  }

  finish(): readonly BackendEvent[] {
    const { finishReason, usage, providerMetadata } = this.#end ?? {}
    const parts = this.#blocks.parts().map((value): BackendEvent => ({ type: 'part', value }))
    const isOdd = isUntold(finishReason)
    return [
      ...this.#begin(),
      ...parts,
      {
        type: 'finish',
        reason: fromAISDKFinish(finishReason, this.#blocks.called),
        usage: fromAISDKUsage(usage, () => usageSoFar(this.#request, true, this.#blocks.generated)),
        raw: { ...this.#about, finishReason, usage, ...(providerMetadata && { providerMetadata }) },
        ...(isOdd && {
          warnings: [
            { code: 'untold-end', message: 'Nothing says why the answer ended: it may have been cut off.' },
          ],
        }),
      },
    ]
  }

  aborted(): readonly BackendEvent[] {
    const usage = usageSoFar(this.#request, this.sent, this.#blocks.generated)
    return [...this.#begin(), { type: 'finish', reason: 'aborted', usage }]
  }

  #begin(): BackendEvent[] {
    if (this.#started) return []
    this.#started = true
    const { receipt, warnings, extra } = this.#call
    const { id, modelId } = this.#about
    const lost = extra.filter((name) => this.#isLost(name))
    return [
      {
        type: 'start',
        ...(id && { id }),
        ...(modelId && { modelId }),
        receipt,
        warnings: [
          ...warnings,
          ...this.#warnings.map(fromAISDKWarning),
          ...lost.map((option) => ({
            code: 'unsupported-option',
            option,
            message: `The provider's package did not send "${option}".`,
          })),
        ],
      },
    ]
  }

  /** Only where the package shows what it sent can that be known. */
  #isLost(name: string): boolean {
    const body = this.#body
    if (body === undefined || body === null) return false
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    // a package may spell it its own way
    return (
      !text.toLowerCase().includes(name.replaceAll('_', '').toLowerCase()) &&
      !text.includes(name) &&
      !text.includes(name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
    )
  }
}
