import { existsSync, readFileSync } from 'node:fs'

/** What in a value does not fit; of a reply, that has more than is described, only what is described counts. */
export function violations(
  api: PublishedApi | string,
  name: string,
  value: unknown,
  isReply = false,
): readonly string[] {
  if (typeof api === 'string') return [api]
  return api.violations(name, value).filter((each) => !isReply || !each.endsWith('is not in the description'))
}

type Schema = { readonly [keyword: string]: unknown }

/** A published description of an API, and what in a value does not fit a schema of it. */
export interface PublishedApi {
  violations(name: string, value: unknown): readonly string[]
}

/** The description, or why it cannot be looked at here: it is nobody's to publish again. */
export async function publishedApi(file: string): Promise<PublishedApi | string> {
  const path = new URL(`../../shared/openapi/${file}`, import.meta.url)
  if (!existsSync(path)) return `no ${file} beside this repository`
  const text = readFileSync(path, 'utf8')
  if (file.endsWith('.json')) return toApi(JSON.parse(text))
  // whichever tool brings it along: not a dependency of ours
  const library = 'yaml'
  const yaml: { readonly parse?: (text: string) => unknown } = await import(library).catch(() => ({}))
  return yaml.parse ? toApi(yaml.parse(text)) : 'no reader of YAML is installed'
}

function toApi(description: unknown): PublishedApi {
  const at = (path: string): Schema => {
    let found: unknown = description
    for (const key of path.split('/').slice(1)) found = Reflect.get(Object(found), key)
    return Object(found) as Schema
  }
  return {
    violations(name, value) {
      const schema = at(`#/components/schemas/${name}`)
      const known = propertyNames(schema, at)
      const unknown = Object.keys(Object(value)).filter((key) => !known.has(key))
      return [
        ...check(value, schema, name, at),
        ...unknown.map((key) => `${name}.${key} is not in the description`),
      ]
    },
  }
}

type At = (path: string) => Schema

function propertyNames(schema: Schema, at: At): Set<string> {
  const names = Object.keys(Object(schema['properties']))
  const parts = [...listOf(schema['allOf']), ...referred(schema, at)]
  return new Set([...names, ...parts.flatMap((part) => [...propertyNames(part, at)])])
}

function referred(schema: Schema, at: At): readonly Schema[] {
  const reference = schema['$ref']
  return typeof reference === 'string' ? [at(reference)] : []
}

function check(value: unknown, schema: Schema, path: string, at: At): string[] {
  for (const target of referred(schema, at)) return check(value, target, path, at)
  if (value === null && schema['nullable'] === true) return []
  const problems = listOf(schema['allOf']).flatMap((part) => check(value, part, path, at))
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = listOf(schema[keyword])
    const tried = branches.map((branch) => check(value, branch, path, at))
    const best = tried.toSorted((a, b) => a.length - b.length)[0]
    if (best && best.length > 0) problems.push(...best)
  }
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(value))
    problems.push(`${path} is not one of its values`)
  if (!hasType(value, schema['type']))
    return [...problems, `${path} is not of type ${String(schema['type'])}`]
  return [...problems, ...checkMembers(value, schema, path, at), ...checkNumber(value, schema, path)]
}

function checkMembers(value: unknown, schema: Schema, path: string, at: At): string[] {
  if (Array.isArray(value))
    return schema['items']
      ? value.flatMap((each, index) =>
          check(each, Object(schema['items']) as Schema, `${path}[${index}]`, at),
        )
      : []
  if (typeof value !== 'object' || value === null) return []
  const properties = Object(schema['properties']) as Record<string, Schema>
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : []
  const absent = required.filter((key) => !(key in value)).map((key) => `${path}.${key} is missing`)
  const inside = Object.entries(value).flatMap(([key, each]) => {
    const property = properties[key]
    if (property) return check(each, property, `${path}.${key}`, at)
    return schema['additionalProperties'] === false ? [`${path}.${key} may not be there`] : []
  })
  return [...absent, ...inside]
}

function checkNumber(value: unknown, schema: Schema, path: string): string[] {
  if (typeof value !== 'number') return []
  const low = typeof schema['minimum'] === 'number' && value < schema['minimum']
  const high = typeof schema['maximum'] === 'number' && value > schema['maximum']
  return low || high ? [`${path} is out of bounds`] : []
}

function hasType(value: unknown, type: unknown): boolean {
  if (type === undefined) return true
  if (Array.isArray(type)) return type.some((each) => hasType(value, each))
  if (type === 'array') return Array.isArray(value)
  if (type === 'null') return value === null
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}

function listOf(value: unknown): Schema[] {
  return Array.isArray(value) ? value : []
}
