import { expect, it } from 'vitest'
import { signAWS } from './sign-aws.ts'

const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}
const at = new Date('2015-08-30T12:36:00Z')
const common = { region: 'us-east-1', service: 'service', headers: {}, body: '', credentials, at }

// the published test suite of Signature Version 4: get-vanilla, post-vanilla, get-vanilla-query-order-key-case
it.each([
  [
    'GET',
    'https://example.amazonaws.com/',
    '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  ],
  [
    'POST',
    'https://example.amazonaws.com/',
    '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  ],
  [
    'GET',
    'https://example.amazonaws.com/?Param2=value2&Param1=value1',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
] as const)('signs %s %s as AWS does', async (method, url, signature) => {
  const headers = await signAWS({ ...common, method, url })
  expect(headers['x-amz-date']).toBe('20150830T123600Z')
  expect(headers['authorization']).toBe(
    `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  )
})

it('signs the token of a session, and a path that is encoded', async () => {
  const one = await signAWS({
    ...common,
    method: 'POST',
    url: 'https://bedrock-runtime.us-east-1.amazonaws.com/model/us.amazon.nova-pro-v1%3A0/converse',
    credentials: { ...credentials, sessionToken: 'the-session' },
  })
  expect(one['x-amz-security-token']).toBe('the-session')
  expect(one['authorization']).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token')
})
