import type { LlamaModel } from 'node-llama-cpp'
import type { PromptPiece } from '../../formatters/chat-template.ts'

type Tokenizer = Pick<LlamaModel, 'tokenize' | 'tokens'>

/** The tokens of a prompt. What a person wrote can never become a command: `<|im_end|>` in it is eight letters and signs. */
export function tokenizePrompt(pieces: readonly PromptPiece[], model: Tokenizer): readonly number[] {
  const tokens: number[] = []
  for (const { text, plain } of pieces) {
    if (text === '') continue
    // some tokenizers put a space before every text, which is right for the first one only
    tokens.push(
      ...model.tokenize(text, !plain, ...(tokens.length > 0 ? (['trimLeadingSpace'] as const) : [])),
    )
  }
  const { bos, shouldPrependBosToken } = model.tokens
  return bos !== null && shouldPrependBosToken && tokens[0] !== bos ? [bos, ...tokens] : tokens
}
