// only where the convention `<id>-GGUF` leads nowhere
const conversions: Readonly<Record<string, string>> = {
  'google/gemma-3-270m-it': 'ggml-org/gemma-3-270m-it-GGUF',
  'google/gemma-3-1b-it': 'ggml-org/gemma-3-1b-it-GGUF',
  'google/gemma-3-4b-it': 'ggml-org/gemma-3-4b-it-GGUF',
  'meta-llama/Llama-3.1-8B-Instruct': 'bartowski/Meta-Llama-3.1-8B-Instruct-GGUF',
  'meta-llama/Llama-3.2-1B-Instruct': 'bartowski/Llama-3.2-1B-Instruct-GGUF',
  'meta-llama/Llama-3.2-3B-Instruct': 'bartowski/Llama-3.2-3B-Instruct-GGUF',
  'microsoft/phi-4': 'microsoft/phi-4-gguf',
  'mistralai/Mistral-7B-Instruct-v0.3': 'bartowski/Mistral-7B-Instruct-v0.3-GGUF',
  'Qwen/Qwen3-4B-Instruct-2507': 'unsloth/Qwen3-4B-Instruct-2507-GGUF',
}

/** The repositories that may hold a model's GGUF files, in the order they are asked: itself, the table, the convention. */
export function ggufRepositories(repository: string): readonly string[] {
  const known = Object.entries(conversions).find(([id]) => id.toLowerCase() === repository.toLowerCase())?.[1]
  const byConvention = /gguf$/i.test(repository) ? [] : [`${repository}-GGUF`]
  return [...new Set([repository, ...(known ? [known] : []), ...byConvention])]
}
