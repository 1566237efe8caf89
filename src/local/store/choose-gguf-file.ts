import { MelleaError } from '../../core/errors.ts'

// good small ones first, then what is larger, then what is worse
const PREFERENCE = (
  'Q4_K_M Q4_K_S Q4_K_L UD-Q4_K_XL IQ4_XS IQ4_NL Q4_1 Q4_0 Q5_K_M Q5_K_S Q5_1 Q5_0 Q6_K Q8_0 Q3_K_L Q3_K_M Q3_K_S ' +
  'IQ3_M IQ3_S BF16 F16 F32 Q2_K'
).split(' ')
const QUANTIZATION =
  /(?:^|[-._/])((?:UD-)?I?Q\d+(?:_[A-Z0-9]+)*|BF16|F(?:P)?(?:16|32)|MXFP4(?:_MOE)?)\.gguf$/i
const SPLIT = /-\d{5}-of-\d{5}\.gguf$/i

/** `'Q4_K_M'` of `'granite-4.1-3b-Q4_K_M.gguf'`; `undefined` where the name does not tell. */
export function quantizationOf(file: string): string | undefined {
  return QUANTIZATION.exec(file)?.[1]?.toUpperCase().replace(/^FP/, 'F')
}

/**
 * The one file to take of those that a repository lists: the quantization asked for, else the best small one.
 *
 * @throws MelleaError `model-not-found`, with the reason and what there is instead
 */
export function chooseGgufFile(files: readonly string[], quantization?: string): string {
  const weights = files.filter((file) => /\.gguf$/i.test(file) && !/(?:^|\/)(?:mmproj|imatrix)/i.test(file))
  if (weights.length === 0) throw notFound('holds no GGUF file')
  const whole = weights.filter((file) => !SPLIT.test(file))
  if (whole.length === 0)
    throw notFound(
      'holds only split GGUF files, which are not supported: join them with llama-gguf-split --merge',
    )
  const has = `it has ${whole.map((file) => quantizationOf(file) ?? file).join(', ')}`
  if (quantization) {
    const match = whole.find((file) => quantizationOf(file) === quantization.toUpperCase())
    if (match) return match
    throw notFound(`holds no whole ${quantization.toUpperCase()} file; ${has}`)
  }
  for (const preferred of PREFERENCE) {
    const match = whole.find((file) => quantizationOf(file) === preferred)
    if (match) return match
  }
  const [only, ...others] = whole
  if (only && others.length === 0) return only
  throw notFound(
    `holds several GGUF files and none of a known quantization; ${has}: name one with hf:owner/repo/file.gguf`,
  )
}

function notFound(reason: string): MelleaError {
  return new MelleaError(reason, { code: 'model-not-found' })
}
