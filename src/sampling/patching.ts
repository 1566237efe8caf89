import { ChatContext } from '../context/chat-context.ts'
import type { Component } from '../core/component.ts'
import type { Json, JsonObject } from '../core/json.ts'
import { textMessage } from '../core/message.ts'
import { readJson } from '../core/read-json.ts'
import type { Attempt, SampleRun } from '../core/sampling.ts'
import { pathText } from '../requirements/json/json-in-text.ts'
import { schemaAt } from '../requirements/json/schema-at.ts'
import type { JsonPath } from '../util/json-reader.ts'
import { reasonsOf } from './repaired-action.ts'
import { turnOf } from './turn-of.ts'

/** A part of an answer that is wrong. */
interface Part {
  readonly path: JsonPath
  /** How the model is told of it. */
  readonly name: string
  readonly schema: Json
}

/** How to mend an answer by writing its wrong parts anew; nothing where that cannot be said, or would spare too little. */
export function patching(
  run: SampleRun<unknown>,
  failed: Attempt<unknown>,
): (() => Promise<Attempt<unknown>>) | undefined {
  const { schema: root, wrapped = false } = run.action
  const json = failed.finishReason === 'length' ? undefined : readJson(failed.text)
  if (!root || json === undefined) return undefined
  const whole = wrapped && !isWrapped(json) ? { result: json } : json
  const parts = wrongParts(failed, root, wrapped)
  if (!parts || !isWorthIt(parts, whole)) return undefined
  return async () => {
    const draft = await run.draft({
      purpose: 'patch',
      context: ChatContext.from([...run.context.view(), ...turnOf(failed)]),
      action: partsAnew(parts, failed, root),
    })
    const written = readJson(draft.text)
    // a patch that cannot be read leaves the answer as it was: it fails again, and is then written anew
    const text = isObject(written) ? JSON.stringify(withParts(whole, parts, written)) : draft.text
    const message = textMessage('assistant', text)
    return run.check({ ...draft, text, message, question: failed.question, steps: failed.steps })
  }
}

/** Nothing when a failure does not say where it is, or is everywhere. */
function wrongParts(
  { failures }: Attempt<unknown>,
  root: JsonObject,
  wrapped: boolean,
): readonly Part[] | undefined {
  const found = new Map<string, Part>()
  for (const { result } of failures) {
    const paths = result.status === 'fail' ? result.paths : undefined
    if (!paths?.length) return undefined
    for (const each of paths) {
      const path = nearestPart(wrapped ? ['result', ...each] : each, root)
      if (!path) return undefined
      found.set(JSON.stringify(path.path), path)
    }
  }
  const parts = [...found.values()]
  // what stands inside of another part is written with that
  return parts.filter(({ path }) => !parts.some((other) => isInside(path, other.path)))
}

/** The place itself, or the one around it that a schema can be written for by itself. */
function nearestPart(path: JsonPath, root: JsonObject): Part | undefined {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length)
    const schema = schemaAt(root, part)
    if (schema === undefined || schema === false || !standsAlone(schema, root)) continue
    return { path: part, name: pathText(part), schema }
  }
  return undefined
}

/** References are to definitions, which go along. */
function standsAlone(schema: Json, root: JsonObject): boolean {
  return [...JSON.stringify(schema).matchAll(/"\$ref":"([^"]*)"/g)].every(([, reference = '']) =>
    ['$defs', 'definitions'].some((key) => root[key] !== undefined && reference.startsWith(`#/${key}/`)),
  )
}

function isInside(path: JsonPath, other: JsonPath): boolean {
  return path.length > other.length && other.every((step, index) => step === path[index])
}

/** An answer most of which is wrong is better written in one piece. */
function isWorthIt(parts: readonly Part[], whole: Json): boolean {
  if (parts.length === 0) return false
  const lengths = parts.map(({ path, name }) => name.length + lengthOf(valueAt(whole, path)))
  return lengths.reduce((sum, length) => sum + length, 0) <= lengthOf(whole) / 2
}

function lengthOf(value: Json | undefined): number {
  return value === undefined ? 0 : JSON.stringify(value).length
}

/** The wording belongs to edition `mellea/1`. */
function partsAnew(
  parts: readonly Part[],
  { failures }: Attempt<unknown>,
  root: JsonObject,
): Component<unknown> {
  const names = parts.map(({ name }) => name)
  const list = reasonsOf(failures).map((reason) => `* ${reason}`)
  const { $defs, definitions } = root
  return {
    kind: 'patch',
    render: () =>
      [
        'Your answer does not do, for these reasons:',
        ...list,
        '',
        `Write these parts of it anew: ${names.join(', ')}. Answer with a JSON object that has them, under exactly these names, and nothing else.`,
      ].join('\n'),
    schema: {
      type: 'object',
      properties: Object.fromEntries(parts.map(({ name, schema }) => [name, schema])),
      required: names,
      additionalProperties: false,
      ...($defs !== undefined && { $defs }),
      ...(definitions !== undefined && { definitions }),
    },
  }
}

function withParts(whole: Json, parts: readonly Part[], written: JsonObject): Json {
  const given = parts.filter(({ name }) => Object.hasOwn(written, name))
  return given.reduce((value, { path, name }) => withValue(value, path, written[name] ?? null), whole)
}

/** A copy with another value at the place; what is missing on the way there is made. */
function withValue(value: Json | undefined, path: JsonPath, given: Json): Json {
  const [step, ...rest] = path
  if (step === undefined) return given
  if (typeof step === 'number') {
    const items = Array.isArray(value) ? [...value] : []
    items[step] = withValue(items[step], rest, given)
    return items
  }
  const members = isObject(value) ? value : {}
  const own = Object.hasOwn(members, step) ? members[step] : undefined
  // not by assignment: a key may be __proto__
  return Object.fromEntries([...Object.entries(members), [step, withValue(own, rest, given)]])
}

function valueAt(value: Json, path: JsonPath): Json | undefined {
  return path.reduce<Json | undefined>((inner, step) => {
    if (typeof step === 'number') return Array.isArray(inner) ? inner[step] : undefined
    return isObject(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined
  }, value)
}

function isWrapped(json: Json): boolean {
  return isObject(json) && Object.keys(json).join() === 'result'
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
