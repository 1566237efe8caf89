import type { MelleaErrorCode } from '../../src/core/errors.ts'

/** How no reply came, as the code of the system, of OpenSSL or of undici says it. */
export interface TransportFailure {
  readonly error: string
  readonly means: MelleaErrorCode
  /** `retryable`. */
  readonly again: boolean
  readonly source: string
}

const node = 'https://nodejs.org/api/errors.html#common-system-errors'
const tls = 'https://nodejs.org/api/tls.html#x509-certificate-error-codes'
const undici = 'https://undici.nodejs.org/#/docs/api/Errors'

/** What a transport throws before there is a reply. */
export const transportFailures: readonly TransportFailure[] = [
  { error: 'ECONNREFUSED', means: 'unreachable', again: true, source: node },
  { error: 'ECONNRESET', means: 'unreachable', again: true, source: node },
  { error: 'EPIPE', means: 'unreachable', again: true, source: node },
  { error: 'EHOSTUNREACH', means: 'unreachable', again: true, source: node },
  { error: 'ENETUNREACH', means: 'unreachable', again: true, source: node },
  { error: 'ENOTFOUND', means: 'unreachable', again: true, source: node },
  { error: 'EAI_AGAIN', means: 'unreachable', again: true, source: node },
  { error: 'ETIMEDOUT', means: 'timeout', again: true, source: node },
  { error: 'UND_ERR_CONNECT_TIMEOUT', means: 'timeout', again: true, source: undici },
  { error: 'UND_ERR_HEADERS_TIMEOUT', means: 'timeout', again: true, source: undici },
  { error: 'UND_ERR_BODY_TIMEOUT', means: 'timeout', again: true, source: undici },
  { error: 'UND_ERR_SOCKET', means: 'unreachable', again: true, source: undici },
  { error: 'CERT_HAS_EXPIRED', means: 'unreachable', again: false, source: tls },
  { error: 'DEPTH_ZERO_SELF_SIGNED_CERT', means: 'unreachable', again: false, source: tls },
  { error: 'SELF_SIGNED_CERT_IN_CHAIN', means: 'unreachable', again: false, source: tls },
  { error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', means: 'unreachable', again: false, source: tls },
  { error: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', means: 'unreachable', again: false, source: tls },
  { error: 'ERR_TLS_CERT_ALTNAME_INVALID', means: 'unreachable', again: false, source: node },
  { error: 'ERR_SSL_WRONG_VERSION_NUMBER', means: 'unreachable', again: false, source: node },
  { error: 'EPROTO', means: 'unreachable', again: false, source: node },
  {
    error: 'HPE_INVALID_CONSTANT',
    means: 'unreachable',
    again: false,
    source: 'https://github.com/nodejs/llhttp',
  },
]
