import { expect, it } from 'vitest'
import { backendAt } from '../../test/failure-payloads/backend-at.ts'
import { badEndings } from '../../test/failure-payloads/bad-endings-table.ts'
import { jsonSchema } from '../core/json-schema.ts'
import { RequirementsNotMetError } from '../core/requirements-not-met-error.ts'
import { MelleaSession } from '../session/mellea-session.ts'
import { startFakeServer } from '../testing/fake-server.ts'

const format = jsonSchema({ type: 'object', properties: { name: { type: 'string' } }, required: ['name'] })

it.each(badEndings)('$who: an answer that ends so is $means', async ({ through, body, means, source }) => {
  expect(source).toMatch(/^https:/)
  const headers = { 'content-type': 'application/json' }
  const server = await startFakeServer(() => ({ headers, frames: [JSON.stringify(body)] }))
  try {
    const m = new MelleaSession({ backend: backendAt(through, server.url), strategy: null })
    const error: unknown = await m
      .instruct('Name her.', { format, stream: false })
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(RequirementsNotMetError)
    // nothing becomes right by asking the same again
    expect(error).toMatchObject({ code: means, retryable: false })
  } finally {
    await server.close()
  }
})
