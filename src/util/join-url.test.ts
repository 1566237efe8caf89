import { expect, it } from 'vitest'
import { joinURL } from './join-url.ts'

it('joins at one slash and keeps the query', () => {
  expect(joinURL('http://host', 'api/chat')).toBe('http://host/api/chat')
  expect(joinURL('http://host/v1/', '/models')).toBe('http://host/v1/models')
  expect(joinURL('https://host/base?api-version=1', 'chat')).toBe('https://host/base/chat?api-version=1')
})
