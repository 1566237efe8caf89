import type { FailureGroup } from './failure-payload.ts'

const error = (message: string, type: string, code: string | number | null = null): object => ({
  error: { message, type, code },
})

/** Providers that speak Chat Completions, each with words of its own. */
export const providerFailures: readonly FailureGroup[] = [
  {
    who: 'Groq',
    through: 'litellm:groq/llama-3.1-8b-instant',
    source: 'https://console.groq.com/docs/errors',
    failures: [
      {
        what: 'a wrong key',
        status: 401,
        body: error('Invalid API Key', 'invalid_request_error', 'invalid_api_key'),
        means: 'unauthorized',
        again: false,
      },
      {
        what: 'a request larger than the limit of a minute',
        status: 413,
        body: error(
          'Request too large for model `llama-3.1-8b-instant` on tokens per minute (TPM): Limit 6000, Requested 36114, please reduce your message size and try again.',
          'tokens',
          'rate_limit_exceeded',
        ),
        means: 'rate-limited',
        again: false,
      },
      {
        what: 'a limit of tokens a day',
        status: 429,
        headers: { 'retry-after': '346' },
        body: error(
          'Rate limit reached on tokens per day (TPD): Limit 100000, Used 99900, Requested 500. Please try again in 5m45.6s.',
          'tokens',
          'rate_limit_exceeded',
        ),
        means: 'rate-limited',
        again: true,
        waitMs: 346_000,
      },
      {
        what: 'a model that is gone',
        status: 400,
        body: error(
          'The model `llama2-70b-4096` has been decommissioned and is no longer supported.',
          'invalid_request_error',
          'model_decommissioned',
        ),
        means: 'model-not-found',
        again: false,
      },
      {
        what: 'an answer that does not fit the schema',
        status: 400,
        body: {
          error: {
            message: 'Failed to generate JSON. Please adjust your prompt.',
            type: 'invalid_request_error',
            code: 'json_validate_failed',
            failed_generation: '{"a":',
          },
        },
        means: 'bad-request',
        again: false,
      },
      {
        what: 'no room for flexible requests',
        status: 498,
        body: error('Flex tier capacity exceeded', 'server_error', 'capacity_exceeded'),
        means: 'overloaded',
        again: true,
      },
      {
        what: 'a failure of the server',
        status: 503,
        body: error('Service unavailable', 'internal_server_error'),
        means: 'overloaded',
        again: true,
      },
    ],
  },
  {
    who: 'Mistral',
    through: 'litellm:mistral/mistral-small-latest',
    source: 'https://docs.mistral.ai/api/',
    failures: [
      {
        what: 'a wrong key',
        status: 401,
        body: { detail: 'Unauthorized' },
        means: 'unauthorized',
        again: false,
      },
      {
        what: 'a key that the gateway does not know',
        status: 401,
        body: { message: 'Unauthorized', request_id: 'r1' },
        means: 'unauthorized',
        again: false,
      },
      {
        what: 'a limit',
        status: 429,
        body: {
          object: 'error',
          message: 'Rate limit exceeded',
          type: 'rate_limited',
          param: null,
          code: '1300',
          raw_status_code: 429,
        },
        means: 'rate-limited',
        again: true,
        source: 'https://github.com/raycast/extensions/issues/31107',
      },
      {
        what: 'the capacity of a tier',
        status: 429,
        body: {
          object: 'error',
          message: 'Service tier capacity exceeded for this model.',
          type: 'service_tier_capacity_exceeded',
          param: null,
          code: '3505',
        },
        means: 'overloaded',
        again: true,
        source: 'https://github.com/continuedev/continue/issues/6185',
      },
      {
        what: 'a prompt that is too long',
        status: 400,
        body: {
          object: 'error',
          message:
            'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
          type: 'invalid_request_error',
          param: null,
          code: '3051',
        },
        means: 'context-overflow',
        again: false,
      },
      {
        what: 'a model that does not exist',
        status: 400,
        body: {
          object: 'error',
          message: 'Invalid model: mistral-none',
          type: 'invalid_model',
          param: null,
          code: '1500',
        },
        means: 'model-not-found',
        again: false,
      },
      {
        what: 'a field that is none',
        status: 422,
        body: {
          object: 'error',
          message: {
            detail: [
              { type: 'extra_forbidden', loc: ['body', 'foo'], msg: 'Extra inputs are not permitted' },
            ],
          },
          type: 'invalid_request_error',
          param: null,
          code: null,
        },
        means: 'bad-request',
        again: false,
      },
    ],
  },
  {
    who: 'Cohere',
    through: 'litellm:cohere_chat/command-a-03-2025',
    source: 'https://docs.cohere.com/errors-reference',
    failures: [
      {
        what: 'a wrong key',
        status: 401,
        body: { message: 'invalid api token' },
        means: 'unauthorized',
        again: false,
      },
      {
        what: 'no payment',
        status: 402,
        body: { message: 'Please add or update your payment method at https://dashboard.cohere.com/billing' },
        means: 'quota-exhausted',
        again: false,
      },
      {
        what: 'a model that does not exist',
        status: 404,
        body: {
          message:
            "model 'none' not found, make sure the correct model ID was used and that you have access to the model.",
        },
        means: 'model-not-found',
        again: false,
      },
      {
        what: 'a prompt that is too long',
        status: 400,
        body: {
          message:
            'too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 4292. Try using a shorter prompt.',
        },
        means: 'context-overflow',
        again: false,
      },
      {
        what: 'a limit of the trial',
        status: 429,
        body: { message: 'You are using a Trial key, which is limited to 40 API calls / minute.' },
        means: 'rate-limited',
        again: true,
      },
      {
        what: 'a request that was cancelled',
        status: 499,
        body: { message: 'request cancelled' },
        means: 'timeout',
        again: true,
      },
    ],
  },
  {
    who: 'DeepSeek',
    through: 'litellm:deepseek/deepseek-chat',
    source: 'https://api-docs.deepseek.com/quick_start/error_codes',
    failures: [
      {
        what: 'a wrong key',
        status: 401,
        body: error(
          'Authentication Fails, Your api key: {{key}} is invalid',
          'authentication_error',
          'invalid_request_error',
        ),
        means: 'unauthorized',
        again: false,
      },
      {
        what: 'no balance',
        status: 402,
        body: error('Insufficient Balance', 'unknown_error', 'invalid_request_error'),
        means: 'quota-exhausted',
        again: false,
      },
      {
        what: 'a model that does not exist',
        status: 400,
        body: error('Model Not Exist', 'invalid_request_error', 'invalid_request_error'),
        means: 'model-not-found',
        again: false,
      },
      {
        what: 'a parameter that is wrong',
        status: 422,
        body: error(
          'Failed to deserialize the JSON body into the target type',
          'invalid_request_error',
          'invalid_request_error',
        ),
        means: 'bad-request',
        again: false,
      },
      {
        what: 'a limit',
        status: 429,
        body: error('Rate limit reached', 'rate_limit_error'),
        means: 'rate-limited',
        again: true,
      },
      {
        what: 'too much traffic',
        status: 503,
        body: error('Service is too busy.', 'service_unavailable_error'),
        means: 'overloaded',
        again: true,
      },
    ],
  },
  {
    who: 'Together',
    through: 'litellm:together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo',
    source: 'https://docs.together.ai/docs/error-codes',
    failures: [
      {
        what: 'the spending of a month',
        status: 402,
        body: error(
          'The account has reached its maximum allowed monthly spending limit.',
          'payment_required',
        ),
        means: 'quota-exhausted',
        again: false,
      },
      {
        what: 'a prompt that is too long, with status 403',
        status: 403,
        body: error(
          'Input token count + `max_tokens` parameter must be less than the context length of the model being queried.',
          'invalid_request_error',
        ),
        means: 'context-overflow',
        again: false,
      },
      {
        what: 'a prompt that is too long, with status 422',
        status: 422,
        body: error(
          'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193. Given: 8102 `inputs` tokens and 512 `max_new_tokens`',
          'invalid_request_error',
        ),
        means: 'context-overflow',
        again: false,
      },
      {
        what: 'a model that does not exist',
        status: 404,
        body: error(
          'Unable to access model none. Please visit our models page to see the list of supported models.',
          'invalid_request_error',
          'model_not_available',
        ),
        means: 'model-not-found',
        again: false,
      },
      {
        what: 'too much traffic',
        status: 503,
        body: error('The engine is currently overloaded.', 'overloaded_error'),
        means: 'overloaded',
        again: true,
      },
      {
        what: 'a connection that took too long',
        status: 524,
        body: '<!DOCTYPE html><html><head><title>api.together.xyz | 524: A timeout occurred</title></head><body></body></html>',
        headers: { 'content-type': 'text/html' },
        means: 'timeout',
        again: true,
      },
      {
        what: 'a model that wants an endpoint of its own',
        status: 400,
        body: {
          id: 'x',
          error: {
            message: 'Unable to access non-serverless model mistralai/Mixtral-8x7B-Instruct-v0.1.',
            type: 'invalid_request_error',
            param: null,
            code: 'model_not_available',
          },
        },
        means: 'model-not-found',
        again: false,
        source: 'https://github.com/HeyPuter/puter/issues/3168',
      },
    ],
  },
  {
    who: 'Fireworks',
    through: 'litellm:fireworks_ai/accounts/fireworks/models/llama-v3p1-8b-instruct',
    source: 'https://docs.fireworks.ai/guides/inference-error-codes',
    failures: [
      {
        what: 'a model that is not deployed',
        status: 404,
        body: {
          error: {
            object: 'error',
            type: 'invalid_request_error',
            code: 'NOT_FOUND',
            message: 'Model not found, inaccessible, and/or not deployed',
          },
        },
        means: 'model-not-found',
        again: false,
      },
      {
        what: 'an account that is suspended',
        status: 412,
        body: {
          error: {
            object: 'error',
            type: 'invalid_request_error',
            code: 'FAILED_PRECONDITION',
            message:
              'Account acme is suspended, possibly due to reaching the monthly spending limit or failure to pay past invoices.',
          },
        },
        means: 'quota-exhausted',
        again: false,
        source: 'https://github.com/FerroxLabs/wayland/issues/545',
      },
      {
        what: 'a request that took too long',
        status: 408,
        body: {
          error: { object: 'error', type: 'internal_error', code: 'TIMEOUT', message: 'Request timed out' },
        },
        means: 'timeout',
        again: true,
      },
      { what: 'a wrong method', status: 405, body: 'Method Not Allowed', means: 'bad-request', again: false },
    ],
  },
  {
    who: 'OpenRouter',
    through: 'litellm:openrouter/openai/gpt-5',
    source: 'https://openrouter.ai/docs/api/reference/errors-and-debugging',
    failures: [
      {
        what: 'a name that is none',
        status: 400,
        body: { error: { code: 400, message: 'gpt-none is not a valid model ID' } },
        means: 'model-not-found',
        again: false,
      },
      {
        what: 'no credit',
        status: 402,
        body: {
          error: {
            code: 402,
            message: 'Insufficient credits. Add more using https://openrouter.ai/settings/credits',
            metadata: { limit_source: 'openrouter_credits' },
          },
        },
        means: 'quota-exhausted',
        again: false,
      },
      {
        what: 'money that is held for what is running',
        status: 402,
        headers: { 'retry-after': '3' },
        body: {
          error: {
            code: 402,
            message: 'The budget for requests in flight is used.',
            metadata: { limit_source: 'openrouter_in_flight_budget' },
          },
        },
        means: 'rate-limited',
        again: true,
        waitMs: 3000,
      },
      {
        what: 'a prompt that was flagged',
        status: 403,
        body: {
          error: {
            code: 403,
            message: 'The chosen model requires moderation and your input was flagged',
            metadata: { reasons: ['violence'], flagged_input: '…', provider_name: 'X', model_slug: 'm' },
          },
        },
        means: 'content-filtered',
        again: false,
      },
      {
        what: 'a provider that says why',
        status: 400,
        body: {
          error: {
            code: 400,
            message: 'Provider returned error',
            metadata: {
              raw: '{"error":{"message":"This endpoint\'s maximum context length is 32768 tokens."}}',
              provider_name: 'X',
            },
          },
        },
        means: 'context-overflow',
        again: false,
      },
      {
        what: 'a provider that is down',
        status: 502,
        body: { error: { code: 502, message: 'Provider returned error', metadata: { provider_name: 'X' } } },
        means: 'overloaded',
        again: true,
      },
      {
        what: 'no provider that fits',
        status: 503,
        body: {
          error: {
            code: 503,
            message: 'There is no available model provider that meets your routing requirements',
          },
        },
        means: 'overloaded',
        again: true,
      },
      {
        what: 'a provider that fails in the middle',
        status: 200,
        place: 'begun',
        body: {
          id: 'gen-1',
          object: 'chat.completion.chunk',
          provider: 'X',
          error: { code: 'server_error', message: 'Provider disconnected unexpectedly' },
          choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
        },
        means: 'overloaded',
        again: true,
      },
      {
        what: 'a limit with status 200',
        status: 200,
        body: { error: { code: 429, message: 'Rate limit exceeded: free-models-per-min.' } },
        means: 'rate-limited',
        again: true,
      },
    ],
  },
  {
    who: 'xAI',
    through: 'litellm:xai/grok-4',
    source: 'https://docs.x.ai/docs/key-information/debugging',
    failures: [
      {
        what: 'a wrong key, with status 400',
        status: 400,
        body: {
          code: 'Client specified an invalid argument',
          error: 'Incorrect API key provided: {{key}}. You can obtain an API key from https://console.x.ai.',
        },
        means: 'unauthorized',
        again: false,
      },
      {
        what: 'no credit',
        status: 403,
        body: {
          code: 'The caller does not have permission to execute the specified operation',
          error: 'Your team has either used all available credits or reached its monthly spending limit.',
        },
        means: 'quota-exhausted',
        again: false,
      },
      {
        what: 'a prompt that is too long',
        status: 400,
        body: {
          code: 'Client specified an invalid argument',
          error: "This model's maximum prompt length is 131072 but the request contains 250000 tokens.",
        },
        means: 'context-overflow',
        again: false,
      },
      {
        what: 'a model that does not exist',
        status: 404,
        body: {
          code: 'Some requested entity was not found',
          error: 'The model grok-none does not exist or your team does not have access to it.',
        },
        means: 'model-not-found',
        again: false,
      },
      {
        what: 'a limit',
        status: 429,
        body: {
          code: 'Some resource has been exhausted',
          error: 'Too many requests for team. Your team is at its rate limit.',
        },
        means: 'rate-limited',
        again: true,
      },
      {
        what: 'no credit, as a limit',
        status: 429,
        body: {
          code: 'Some resource has been exhausted',
          error: 'Your team has either used all available credits or reached its monthly spending limit.',
        },
        means: 'quota-exhausted',
        again: false,
        source: 'https://github.com/continuedev/continue/issues/10373',
      },
      {
        what: 'no subscription',
        status: 403,
        body: {
          code: 'permission-denied',
          error: 'You have run out of credits or need a Grok subscription.',
        },
        means: 'quota-exhausted',
        again: false,
        source: 'https://github.com/Wei-Shaw/sub2api/issues/4069',
      },
    ],
  },
  {
    who: 'Cerebras',
    through: 'litellm:cerebras/gpt-oss-120b',
    source: 'https://inference-docs.cerebras.ai/support/error',
    failures: [
      {
        what: 'a wrong key',
        status: 401,
        body: {
          message: 'Wrong API Key',
          type: 'invalid_request_error',
          param: 'api_key',
          code: 'wrong_api_key',
        },
        means: 'unauthorized',
        again: false,
      },
      {
        what: 'a prompt that is too long',
        status: 400,
        body: {
          message:
            'Please reduce the length of the messages or completion. Current length is 9000 while limit is 8192',
          type: 'invalid_request_error',
          param: 'messages',
          code: 'context_length_exceeded',
        },
        means: 'context-overflow',
        again: false,
      },
      {
        what: 'a full queue',
        status: 429,
        body: {
          message: "We're experiencing high traffic right now! Please try again soon.",
          type: 'too_many_requests_error',
          param: 'queue',
          code: 'queue_exceeded',
        },
        means: 'overloaded',
        again: true,
      },
      {
        what: 'a limit of tokens',
        status: 429,
        body: {
          message: 'Tokens per minute limit exceeded - too many tokens processed.',
          type: 'too_many_tokens_error',
          param: 'quota',
          code: 'token_quota_exceeded',
        },
        means: 'rate-limited',
        again: true,
      },
      {
        what: 'no payment',
        status: 402,
        body: {
          message: 'Payment required to access this resource.',
          type: 'payment_required',
          param: null,
          code: 'payment_required',
        },
        means: 'quota-exhausted',
        again: false,
      },
    ],
  },
  {
    who: 'NVIDIA NIM',
    through: 'litellm:nvidia_nim/meta/llama-3.1-8b-instruct',
    source: 'https://github.com/HKUDS/OpenHarness/issues/233',
    failures: [
      {
        what: 'a wrong key',
        status: 401,
        body: { status: 401, title: 'Unauthorized', detail: 'Authentication failed' },
        means: 'unauthorized',
        again: false,
      },
      {
        what: 'an account without the function',
        status: 403,
        body: { status: 403, title: 'Forbidden', detail: 'Authorization failed' },
        means: 'unauthorized',
        again: false,
      },
      {
        what: 'no credit',
        status: 402,
        body: {
          type: 'urn:kaizen:problem-details:payment-required',
          title: 'Payment Required',
          status: 402,
          detail: 'Account has no credits left.',
        },
        means: 'quota-exhausted',
        again: false,
        source: 'https://www.rfc-editor.org/rfc/rfc9457',
      },
      {
        what: 'a limit',
        status: 429,
        body: { status: 429, title: 'Too Many Requests' },
        means: 'rate-limited',
        again: true,
        source: 'https://www.rfc-editor.org/rfc/rfc9457',
      },
    ],
  },
  {
    who: 'Perplexity',
    through: 'litellm:perplexity/sonar',
    source: 'https://github.com/ELPROFUG0/TexTab/issues/2',
    failures: [
      {
        what: 'a model that does not exist',
        status: 400,
        body: error(
          "Invalid model 'none'. Permitted models can be found in the documentation.",
          'invalid_model',
          400,
        ),
        means: 'model-not-found',
        again: false,
      },
      {
        what: 'a page instead of a reply',
        status: 401,
        headers: { 'content-type': 'text/html' },
        body: '<html>\n<head><title>401 Authorization Required</title></head>\n<body><center><h1>401 Authorization Required</h1></center><hr><center>openresty</center></body></html>',
        means: 'unauthorized',
        again: false,
        source: 'https://github.com/BerriAI/litellm/issues/2584',
      },
    ],
  },
  {
    who: 'SambaNova',
    through: 'litellm:sambanova/Meta-Llama-3.1-8B-Instruct',
    source: 'https://docs.sambanova.ai/docs/en/api-reference/using-the-api/api-error-codes',
    failures: [
      {
        what: 'a value out of its range',
        status: 400,
        body: {
          error: {
            message: 'Decimal above maximum value. Expected a value between 0 and 1, but got 100 instead.',
            type: 'invalid_request_error',
            param: 'top_p',
            code: 'decimal_above_max_value',
          },
          request_id: 'r1',
        },
        means: 'bad-request',
        again: false,
      },
      {
        what: 'a model that is gone',
        status: 410,
        body: {
          error: {
            message: 'The requested model is no longer available.',
            type: 'invalid_request_error',
            param: 'model',
            code: null,
          },
          request_id: 'r1',
        },
        means: 'model-not-found',
        again: false,
      },
      {
        what: 'a queue that took too long',
        status: 504,
        body: {
          error: {
            message: 'The request was rejected since many are being processed.',
            type: 'server_error',
            param: null,
            code: 'queue_timeout',
          },
          request_id: 'r1',
        },
        means: 'timeout',
        again: true,
      },
    ],
  },
  {
    who: 'Databricks',
    through: 'litellm:databricks/databricks-llama-4-maverick',
    source: 'https://docs.databricks.com/aws/en/machine-learning/foundation-model-apis/limits',
    failures: [
      {
        what: 'a limit',
        status: 429,
        body: {
          error_code: 'REQUEST_LIMIT_EXCEEDED',
          message: 'Exceeded workspace input tokens per minute rate limit.',
        },
        means: 'rate-limited',
        again: true,
      },
      {
        what: 'an endpoint that does not exist',
        status: 404,
        body: {
          error_code: 'RESOURCE_DOES_NOT_EXIST',
          message:
            'The given endpoint does not exist, please retry after checking the specified model and version deployment exists.',
        },
        means: 'model-not-found',
        again: false,
        source: 'https://docs.databricks.com/api/workspace/servingendpoints/query',
      },
      {
        what: 'a missing permission',
        status: 403,
        body: {
          error_code: 'PERMISSION_DENIED',
          message: 'You do not have permission to query this endpoint.',
        },
        means: 'unauthorized',
        again: false,
        source: 'https://docs.databricks.com/api/workspace/servingendpoints/query',
      },
      {
        what: 'a service that is not there',
        status: 503,
        body: { error_code: 'TEMPORARILY_UNAVAILABLE', message: 'The service is temporarily unavailable.' },
        means: 'overloaded',
        again: true,
        source: 'https://docs.databricks.com/api/workspace/servingendpoints/query',
      },
      {
        what: 'an endpoint without such a name',
        status: 404,
        body: {
          error_code: 'RESOURCE_DOES_NOT_EXIST',
          message: "Endpoint with name 'none' does not exist.",
          details: [
            { '@type': 'type.googleapis.com/google.rpc.RequestInfo', request_id: 'r1', serving_data: '' },
          ],
        },
        means: 'model-not-found',
        again: false,
        source: 'https://github.com/databricks-demos/dbdemos/issues/220',
      },
    ],
  },
  {
    who: 'Cloudflare Workers AI',
    through: 'litellm:cloudflare/@cf/meta/llama-3.1-8b-instruct',
    source: 'https://developers.cloudflare.com/workers-ai/platform/errors/',
    failures: [
      {
        what: 'a model that does not exist',
        status: 400,
        body: {
          errors: [{ message: 'AiError: No such model @cf/none or task', code: 5007 }],
          success: false,
          result: {},
          messages: [],
        },
        means: 'model-not-found',
        again: false,
      },
      {
        what: 'the free use of a day',
        status: 429,
        body: {
          errors: [{ message: 'you have used up your daily free allocation of 10,000 neurons', code: 3036 }],
          success: false,
          result: {},
          messages: [],
        },
        means: 'quota-exhausted',
        again: false,
      },
      {
        what: 'no room anywhere',
        status: 429,
        body: {
          errors: [{ message: 'No more data centers to forward the request to', code: 3040 }],
          success: false,
          result: {},
          messages: [],
        },
        means: 'overloaded',
        again: true,
      },
      {
        what: 'a request with too many bytes',
        status: 413,
        body: {
          errors: [{ message: 'Request is too large', code: 3006 }],
          success: false,
          result: {},
          messages: [],
        },
        means: 'context-overflow',
        again: false,
      },
      {
        what: 'a wrong token',
        status: 401,
        body: {
          errors: [{ message: 'Authentication error', code: 10000 }],
          success: false,
          result: null,
          messages: [],
        },
        means: 'unauthorized',
        again: false,
      },
    ],
  },
  {
    who: 'W&B Inference',
    through: 'litellm:wandb/meta-llama/Llama-3.1-8B-Instruct',
    source: 'https://docs.wandb.ai/inference/api-reference/errors',
    failures: [
      {
        what: 'no credit',
        status: 402,
        body: error(
          'You exceeded your current quota, please check your plan and billing details',
          'insufficient_quota',
        ),
        means: 'quota-exhausted',
        again: false,
      },
      {
        what: 'too many at once',
        status: 429,
        body: error('Concurrency limit reached for requests', 'rate_limit'),
        means: 'rate-limited',
        again: true,
      },
    ],
  },
  {
    who: 'DashScope',
    through: 'litellm:dashscope/qwen-plus',
    source: 'https://www.alibabacloud.com/help/en/model-studio/error-code',
    failures: [
      {
        what: 'a prompt that was inspected',
        status: 400,
        body: error(
          'Input data may contain inappropriate content.',
          'data_inspection_failed',
          'data_inspection_failed',
        ),
        means: 'content-filtered',
        again: false,
      },
      {
        what: 'an account in arrears',
        status: 400,
        body: error(
          'Access denied, please make sure your account is in good standing.',
          'Arrearage',
          'Arrearage',
        ),
        means: 'quota-exhausted',
        again: false,
        source: 'https://github.com/hsliuping/TradingAgents-CN/issues/170',
      },
    ],
  },
]
