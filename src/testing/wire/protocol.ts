import type { FakeRequest } from '../fake-reply.ts'
import type { FakeAnswer } from '../fake-server.ts'
import { compileShape, type Misfit, type ShapeCheck } from './compile-shape.ts'
import type { Shape } from './shape.ts'

/** What goes in and out at one path. */
interface Exchange {
  /** Of the body, where there has to be one. */
  readonly request?: Shape
  /** Of a reply in one piece. */
  readonly reply?: Shape
  /** Of one event or line of a stream. */
  readonly event?: Shape
}

/** A protocol as data, and how its servers say no. */
export interface ProtocolTable {
  /** By method and path: `POST /api/chat`, `GET /v1/models/{id}`. */
  readonly exchanges: { readonly [route: string]: Exchange }
  readonly error: Shape
  readonly refuse: (misfit: Misfit, got: unknown) => FakeAnswer
}

/** Looks at what comes and goes. */
export interface Protocol {
  request(request: FakeRequest): readonly Misfit[]
  /** What does not fit in what a server says. */
  reply(request: Pick<FakeRequest, 'method' | 'path'>, answer: FakeAnswer): readonly Misfit[]
  refuse(misfit: Misfit, request: FakeRequest): FakeAnswer
}

interface Checks {
  readonly request?: ShapeCheck
  readonly reply?: ShapeCheck
  readonly event?: ShapeCheck
}

/** The protocol with its shapes compiled: to be made once. */
export function protocolOf({ exchanges, error, refuse }: ProtocolTable): Protocol {
  const compiled = new Map(Object.entries(exchanges).map(([route, each]) => [route, compileExchange(each)]))
  const isError = compileShape(error)
  const at = ({ method, path }: Pick<FakeRequest, 'method' | 'path'>): Checks | undefined =>
    compiled.get(`${method} ${path.replace(/\?.*/, '').replace(/(\/models\/).+/, '$1{id}')}`)
  return {
    request: (request) => at(request)?.request?.(request.body) ?? [],
    reply(request, answer) {
      const type = answer.headers?.['content-type'] ?? ''
      const { reply, event } = at(request) ?? {}
      const values = valuesIn(answer.frames.map((frame) => frame.toString()).join(''), type)
      const isBad = (answer.status ?? 200) >= 400
      const check = isBad ? isError : /event-stream|ndjson/.test(type) ? event : reply
      if (!check || (isBad && !type.includes('json'))) return []
      return values.flatMap((value, index) => check(value, values.length > 1 ? `[${index}]` : ''))
    },
    refuse: (misfit, { body }) => refuse(misfit, valueAt(body, misfit.path)),
  }
}

function compileExchange({ request, reply, event }: Exchange): Checks {
  return {
    ...(request && { request: compileShape(request) }),
    ...(reply && { reply: compileShape(reply) }),
    ...(event && { event: compileShape(event) }),
  }
}

/** What bytes of a reply say: one value, a value a line, or what the events hold. */
function valuesIn(bytes: string, contentType: string): readonly unknown[] {
  if (contentType.includes('event-stream')) {
    const data = [...bytes.matchAll(/^data: ?(.*)$/gm)].map(([, each = '']) => each)
    return data.filter((each) => each !== '[DONE]').map((each): unknown => JSON.parse(each))
  }
  const texts = contentType.includes('ndjson') ? bytes.split('\n').filter(Boolean) : [bytes]
  return contentType.includes('json') ? texts.map((each): unknown => JSON.parse(each)) : []
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce((inside, key) => Reflect.get(Object(inside), key) as unknown, value)
}
