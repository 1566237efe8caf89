import { TINY_CHAT_TEMPLATE, type TinyVocabulary } from './tiny-vocabulary.ts'
import type { GgufField } from './write-gguf.ts'

/** The measures of a model of the llama family. */
export interface LlamaShape {
  readonly width: number
  readonly layers: number
  readonly heads: number
  readonly keyValueHeads: number
  readonly headWidth: number
  readonly feedForwardWidth: number
  /** In tokens. */
  readonly contextLength: number
}

const PLAIN = 1
const CONTROL = 3
const USER_DEFINED = 4

/** The metadata that llama.cpp needs to load such a model. */
export function llamaFields(
  name: string,
  shape: LlamaShape,
  vocabulary: TinyVocabulary,
): readonly GgufField[] {
  const { tokens, merges, special } = vocabulary
  const number = (key: string, value: number): GgufField => ({ key, type: 'u32', value })
  return [
    { key: 'general.architecture', type: 'string', value: 'llama' },
    { key: 'general.type', type: 'string', value: 'model' },
    { key: 'general.name', type: 'string', value: name },
    number('llama.context_length', shape.contextLength),
    number('llama.embedding_length', shape.width),
    number('llama.block_count', shape.layers),
    number('llama.feed_forward_length', shape.feedForwardWidth),
    number('llama.attention.head_count', shape.heads),
    number('llama.attention.head_count_kv', shape.keyValueHeads),
    number('llama.attention.key_length', shape.headWidth),
    number('llama.attention.value_length', shape.headWidth),
    { key: 'llama.attention.layer_norm_rms_epsilon', type: 'f32', value: 1e-5 },
    number('llama.rope.dimension_count', shape.headWidth),
    { key: 'llama.rope.freq_base', type: 'f32', value: 10_000 },
    number('llama.vocab_size', tokens.length),
    { key: 'tokenizer.ggml.model', type: 'string', value: 'gpt2' },
    { key: 'tokenizer.ggml.pre', type: 'string', value: 'gpt-2' },
    { key: 'tokenizer.ggml.tokens', type: 'strings', value: tokens },
    { key: 'tokenizer.ggml.token_type', type: 'i32s', value: tokenTypes(vocabulary) },
    { key: 'tokenizer.ggml.merges', type: 'strings', value: merges },
    number('tokenizer.ggml.bos_token_id', special['<|endoftext|>']),
    number('tokenizer.ggml.eos_token_id', special['<|im_end|>']),
    number('tokenizer.ggml.padding_token_id', special['<|pad|>']),
    { key: 'tokenizer.ggml.add_bos_token', type: 'bool', value: false },
    { key: 'tokenizer.chat_template', type: 'string', value: TINY_CHAT_TEMPLATE },
  ]
}

function tokenTypes({ tokens, plainTokens, special }: TinyVocabulary): readonly number[] {
  const isSpecial = new Set(Object.keys(special))
  return tokens.map((token, index) => {
    if (index < plainTokens) return PLAIN
    // tool calls must be seen by whoever reads the text
    return isSpecial.has(token) && !token.includes('tool_call') ? CONTROL : USER_DEFINED
  })
}
