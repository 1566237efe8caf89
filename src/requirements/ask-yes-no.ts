import type { Component } from '../core/component.ts'
import type { CheckRequest } from '../core/requirement.ts'
import { readYesNo, readYesNoForm, yesNoForm, type YesNo } from './read-yes-no.ts'

/** A question with yes or no for an answer. */
export interface YesNoQuestion {
  readonly kind: string
  /** All that comes before the question: what many questions share comes first, so that a server can reuse it. */
  readonly matter: readonly string[]
  readonly question: string
}

/** Asks a model; once more, with a form to fill in, when it gives no verdict. Nothing when there is none then, either. */
export async function askYesNo(asked: YesNoQuestion, ask: CheckRequest['ask']): Promise<YesNo | undefined> {
  const say = async (question: Component<YesNo | undefined>): Promise<YesNo | undefined> => {
    const { parsed } = await ask(question)
    return parsed.ok ? parsed.value : undefined
  }
  return (await say(plainQuestion(asked))) ?? say(formQuestion(asked))
}

function plainQuestion({ kind, matter, question }: YesNoQuestion): Component<YesNo | undefined> {
  return {
    kind,
    render: () => [...matter, `${question} Answer with yes or no, then give the reason.`].join('\n\n'),
    decode: ({ text }) => readYesNo(text),
    enough: (reply) => reply.length > 600 || (reply.length > 40 && readYesNo(reply) === undefined),
  }
}

function formQuestion({ kind, matter, question }: YesNoQuestion): Component<YesNo | undefined> {
  return {
    kind,
    schema: yesNoForm,
    render: () => [...matter, `${question} Answer with the verdict, yes or no, and the reason.`].join('\n\n'),
    decode: ({ text }) => readYesNoForm(text),
    enough: (reply) => reply.length > 600,
  }
}
