const words: readonly (readonly [RegExp, string])[] = [
  [/pass `pull: true`/g, 'add --pull'],
  [/pass `apiKey`;/g, 'set OPENAI_BASE_URL instead of --base-url:'],
  [/(?:, pass `apiKey`|(?:,? or) `apiKey`)/g, ''],
  [/pass `apiKey`/g, 'set OLLAMA_API_KEY'],
  [/`baseURL`/g, '--base-url'],
  [/needs a `modelId`/g, 'needs --model'],
  [/`modelOptions\.(\w+)`/g, '--option $1=…'],
  [/backendName '(\w+)'/g, '--backend $1'],
  [/startSession\(\{ backendName: '(\w+)' \}\)/g, '--backend $1'],
]

/** An error's message whose remedies are those of the command line. */
export function flagWords(message: string): string {
  return words.reduce((text, [pattern, flag]) => text.replace(pattern, flag), message)
}
