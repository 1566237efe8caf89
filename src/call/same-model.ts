/** What stands after a model's name without making it another model: a tag, a date, a size, a form of the file. */
const addition = /^(?:[-@:._/](?:v?\d|latest|preview|instruct|it\b|chat|gguf|q\d|f16|bf16|fp\d)|$)/

/**
 * Whether a server that was asked for `asked` and says that `answered` has answered means the same model: `gpt-4o` and
 * `gpt-4o-2024-08-06`, but not `gpt-4o-mini`; `org/model` and `model`, `model` and `/models/Model-Q4_K_M.gguf`.
 */
export function meansSameModel(asked: string, answered: string): boolean {
  const [a, b] = [bare(asked), bare(answered)]
  return continues(a, b) || continues(b, a)
}

function bare(name: string): string {
  return (name.toLowerCase().split(/[/\\]/).at(-1) ?? '').replace(/:latest$/, '')
}

function continues(short: string, long: string): boolean {
  return short !== '' && long.startsWith(short) && addition.test(long.slice(short.length))
}
