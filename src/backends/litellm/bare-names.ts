/** Whose models have names that LiteLLM knows without a provider in front. */
const owners: readonly (readonly [pattern: RegExp, prefix: string])[] = [
  [/^(gpt-|chatgpt-|o\d|ft:gpt-)/, 'openai'],
  [/^claude-/, 'anthropic'],
  [/^gemini-/, 'vertex_ai'],
  [/^command-/, 'cohere'],
]

/** The provider of a model whose name says it, as with LiteLLM: `'gpt-5-mini'` is OpenAI's. */
export function ownerOf(name: string): string | undefined {
  return owners.find(([pattern]) => pattern.test(name))?.[1]
}
