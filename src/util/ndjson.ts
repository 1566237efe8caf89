import { lineDecoder, type Decoder } from './lines.ts'

/** Splits bytes into the texts of JSON values, one a line; empty lines are left out. Nothing is parsed. */
export function ndjsonDecoder(): Decoder<string> {
  const lines = lineDecoder()
  const filled = (line: string): boolean => line.trim() !== ''
  return {
    push: (bytes) => lines.push(bytes).filter(filled),
    end: () => lines.end().filter(filled),
  }
}
