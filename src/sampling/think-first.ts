import { ChatContext } from '../context/chat-context.ts'
import type { Component } from '../core/component.ts'
import { textMessage } from '../core/message.ts'
import type { Draft, SampleRun, StepOptions } from '../core/sampling.ts'
import { addUsage } from '../core/usage.ts'
import { rendered } from '../formatters/render-scope.ts'

/** How thinking is limited, and what stands around it. */
export interface ForcedThinking {
  readonly thinkMaxTokens: number
  readonly answerMaxTokens: number | undefined
  readonly more: string
  readonly last: string
  readonly start: string
  readonly end: string
}

/** A draft that was thought about first. */
export async function answerAfter<T>(
  run: SampleRun<T>,
  step: StepOptions,
  how: ForcedThinking,
): Promise<Draft<T>> {
  const { schema = run.action.schema } = step
  const canGoOn = !schema && (await run.capabilities(step.backend)).prefill
  return canGoOn ? inOneAnswer(run, step, how) : inTwoTurns(run, step, how)
}

async function inOneAnswer<T>(run: SampleRun<T>, step: StepOptions, how: ForcedThinking): Promise<Draft<T>> {
  const thoughts: Draft<T>[] = []
  let text = `${how.start}\n`
  for (let left = how.thinkMaxTokens; left > 0;) {
    const draft = await run.draft({
      ...step,
      purpose: 'thinking',
      after: { text },
      modelOptions: { ...step.modelOptions, maxNewTokens: left, stopSequences: [how.end] },
      watch: (soFar) => (soFar.includes(how.end) ? 'stop' : 'go'),
    })
    const thought = thoughtOf(draft, how)
    thoughts.push(draft)
    text += thought
    left -= draft.usage.outputTokens
    // a model that has next to nothing to add will not be brought to it
    const goesOn =
      how.more !== '' && left > 0 && draft.finishReason !== 'length' && thought.trim().length > 10
    if (!goesOn) break
    text += ` ${how.more}`
  }
  const said = [text, how.end, '\n', how.last && `${how.last} `].join('')
  const answer = await run.draft({ ...step, ...limited(step, how), after: { text: said } })
  return withThoughts(answer, thoughts, text.slice(how.start.length).trim())
}

async function inTwoTurns<T>(run: SampleRun<T>, step: StepOptions, how: ForcedThinking): Promise<Draft<T>> {
  const { action = run.action, context = run.context } = step
  const draft = await run.draft({
    ...step,
    purpose: 'thinking',
    schema: null,
    action: thinkingAbout(action),
    modelOptions: { ...step.modelOptions, maxNewTokens: how.thinkMaxTokens },
  })
  const thought = thoughtOf(draft, how).trim()
  const answer = await run.draft({
    ...step,
    ...limited(step, how),
    context: ChatContext.from([...context.view(), draft.question, textMessage('assistant', thought || '…')]),
    action: askingForAnswer(action, how),
  })
  return withThoughts(answer, [draft], thought)
}

function limited({ modelOptions }: StepOptions, { answerMaxTokens }: ForcedThinking): StepOptions {
  return answerMaxTokens === undefined
    ? {}
    : { modelOptions: { ...modelOptions, maxNewTokens: answerMaxTokens } }
}

/** Servers that tell thoughts apart by themselves give them apart. */
function thoughtOf({ thinking = '', text }: Draft<unknown>, { end }: ForcedThinking): string {
  return thinking + (text.split(end, 1)[0] ?? '')
}

function thinkingAbout(action: Component<unknown>): Component<unknown> {
  const text = '\n\nDo not answer yet. First think it through, step by step.'
  return {
    kind: action.kind,
    ...(action.role && { role: action.role }),
    parts: () => action.parts?.() ?? [],
    render: (scope) => [...rendered(action.render(scope)), { type: 'text', text }],
  }
}

function askingForAnswer(
  { schema, prefill }: Component<unknown>,
  { last }: ForcedThinking,
): Component<unknown> {
  return {
    kind: 'answer',
    ...(schema && { schema }),
    ...(prefill && { prefill }),
    render: () => `Now give the final answer, and nothing else.${last && `\n${last}`}`,
  }
}

/** One draft of all: the thoughts are its thinking, and it cost what they cost. */
function withThoughts<T>(answer: Draft<T>, thoughts: readonly Draft<T>[], thinking: string): Draft<T> {
  return {
    ...answer,
    thinking: [thinking, answer.thinking].filter(Boolean).join('\n'),
    usage: thoughts.reduce((sum, { usage }) => addUsage(sum, usage), answer.usage),
    startedMs: thoughts[0]?.startedMs ?? answer.startedMs,
    latencyMs: thoughts.reduce((sum, { latencyMs }) => sum + latencyMs, answer.latencyMs),
    cost: thoughts.reduce<number | undefined>(sumOf, answer.cost),
  }
}

function sumOf(sum: number | undefined, { cost }: Draft<unknown>): number | undefined {
  return sum === undefined || cost === undefined ? undefined : sum + cost
}
