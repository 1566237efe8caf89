import type { Component } from '../core/component.ts'
import type { JsonObject } from '../core/json.ts'
import type { CheckRequest, Requirement, ValidationResult } from '../core/requirement.ts'
import { fence } from '../util/fence.ts'

type Verdicts = readonly (ValidationResult | undefined)[]

/** What one question to the judge says of those that are only words; nothing of the others, and of those that its list leaves out. */
export async function judgeTogether<L extends { readonly part: Requirement }>(
  looks: readonly L[],
  request: CheckRequest,
): Promise<ReadonlyMap<L, ValidationResult>> {
  const words = looks.filter(({ part }) => isOnlyWords(part))
  if (words.length < 2) return new Map()
  const descriptions = words.map(({ part }) => part.description ?? '')
  const { parsed } = await request.ask(batchJudgement(descriptions, request))
  const verdicts = parsed.ok ? parsed.value : []
  return new Map(
    words.flatMap((look, index) => {
      const verdict = verdicts[index]
      return verdict ? [[look, verdict] as const] : []
    }),
  )
}

function isOnlyWords({ description, validate, watch, timeout }: Requirement): boolean {
  return !!description && !validate && !watch && timeout === undefined
}

/** The wording belongs to edition `mellea/1`. What comes before the requirements is the same for all judges of one output. */
function batchJudgement(
  requirements: readonly string[],
  { text }: Pick<CheckRequest, 'text'>,
): Component<Verdicts> {
  const list = requirements.map((requirement, index) => `${index + 1}. ${requirement}`).join('\n')
  const question =
    'Does the output meet each requirement? Answer with a list of verdicts, one for each requirement, in the same order: its number, the verdict, yes or no, and the reason.'
  return {
    kind: 'judgement',
    render: () =>
      [
        'Please check if the output meets the requirements.\n\nOutput:',
        fence('output', text),
        `Requirements:\n${list}`,
        question,
      ].join('\n\n'),
    schema: listSchema(requirements.length),
    decode: ({ text: reply }) => readList(reply, requirements),
    enough: (reply) => reply.length > 600 * requirements.length,
  }
}

function listSchema(count: number): JsonObject {
  const item = {
    type: 'object',
    properties: {
      requirement: { type: 'integer', minimum: 1, maximum: count },
      verdict: { type: 'string', enum: ['yes', 'no'] },
      reason: { type: 'string', maxLength: 200 },
    },
    required: ['requirement', 'verdict', 'reason'],
    additionalProperties: false,
  }
  return {
    type: 'object',
    properties: { verdicts: { type: 'array', items: item, minItems: count, maxItems: count } },
    required: ['verdicts'],
    additionalProperties: false,
  }
}

/** By the number that an entry names; a requirement that is named twice has no verdict. */
function readList(reply: string, requirements: readonly string[]): Verdicts {
  const found = new Map<number, ValidationResult | undefined>()
  for (const { requirement, verdict, reason } of entriesOf(reply)) {
    const text = requirements[requirement - 1]
    if (text === undefined) continue
    found.set(requirement, found.has(requirement) ? undefined : toResult(verdict, text, reason))
  }
  return requirements.map((_, index) => found.get(index + 1))
}

interface Entry {
  readonly requirement: number
  readonly verdict: string
  readonly reason: string
}

/** Whatever of the list can be read: a reply that was cut off has its first entries. */
function entriesOf(reply: string): readonly Entry[] {
  return [...reply.matchAll(/\{[^{}]*\}/g)].flatMap(([text]) => {
    const [, requirement] = /"requirement"\s*:\s*"?(\d+)/.exec(text) ?? []
    const [, verdict] = /"verdict"\s*:\s*"(yes|no)"/i.exec(text) ?? []
    const [, reason = ''] = /"reason"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text) ?? []
    if (!requirement || !verdict) return []
    return [{ requirement: Number(requirement), verdict: verdict.toLowerCase(), reason }]
  })
}

function toResult(verdict: string, requirement: string, reason: string): ValidationResult {
  const why = reason.trim()
  if (verdict === 'yes') return { status: 'pass', ...(why && { reason: why }) }
  return { status: 'fail', reason: why ? `${requirement} (${why})` : requirement }
}
