import type { ModelIdentifier } from './model-identifier.ts'

/** A model of the catalogue. */
export interface CatalogueModel extends ModelIdentifier {
  /** As LiteLLM routes it to Bedrock: `'bedrock/converse/openai.gpt-oss-20b-1:0'`. */
  readonly bedrockLitellmName?: string
  /** The most that the model can attend to, in tokens; a server may run it with less. */
  readonly contextLength?: number
}

interface ModelIds {
  readonly IBM_GRANITE_4_HYBRID_MICRO: CatalogueModel
  readonly IBM_GRANITE_4_HYBRID_TINY: CatalogueModel
  readonly IBM_GRANITE_4_HYBRID_SMALL: CatalogueModel
  readonly IBM_GRANITE_4_HYBRID_1B: CatalogueModel
  readonly IBM_GRANITE_4_HYBRID_350m: CatalogueModel
  readonly IBM_GRANITE_4_1_3B: CatalogueModel
  readonly IBM_GRANITE_4_1_8B: CatalogueModel
  readonly IBM_GRANITE_4_1_30B: CatalogueModel
  readonly IBM_GRANITE_GUARDIAN_4_1_8B: CatalogueModel
  readonly IBM_GRANITE_3_2_8B: CatalogueModel
  readonly IBM_GRANITE_3_3_8B: CatalogueModel
  readonly IBM_GRANITE_4_MICRO_3B: CatalogueModel
  readonly IBM_GRANITE_3_3_VISION_2B: CatalogueModel
  readonly IBM_GRANITE_VISION_4_1_4B: CatalogueModel
  readonly IBM_GRANITE_GUARDIAN_3_0_2B: CatalogueModel
  readonly IBM_GRANITE_4_TINY_PREVIEW_7B: CatalogueModel
  readonly IBM_GRANITE_4_TINY_PREVIEW_BASE_7B: CatalogueModel
  readonly IBM_GRANITE_SWITCH_4_1_3B_PREVIEW: CatalogueModel
  readonly IBM_GRANITE_SWITCH_4_1_8B_PREVIEW: CatalogueModel
  readonly IBM_GRANITE_SWITCH_4_1_30B_PREVIEW: CatalogueModel
  readonly META_LLAMA_4_SCOUT_17B_16E_INSTRUCT: CatalogueModel
  readonly META_LLAMA_4_MAVERICK_17B_128E_INSTRUCT: CatalogueModel
  readonly META_LLAMA_3_3_70B: CatalogueModel
  readonly META_LLAMA_3_2_3B: CatalogueModel
  readonly META_LLAMA_GUARD3_1B: CatalogueModel
  readonly META_LLAMA_3_2_1B: CatalogueModel
  readonly MISTRALAI_MISTRAL_0_3_7B: CatalogueModel
  readonly MISTRALAI_MISTRAL_SMALL_24B: CatalogueModel
  readonly MISTRALAI_MISTRAL_LARGE_123B: CatalogueModel
  readonly MISTRALAI_DEVSTRAL_2_123B: CatalogueModel
  readonly QWEN3_0_6B: CatalogueModel
  readonly QWEN3_1_7B: CatalogueModel
  readonly QWEN3_8B: CatalogueModel
  readonly QWEN3_14B: CatalogueModel
  readonly NVIDIA_NEMOTRON_3_NANO_4B: CatalogueModel
  readonly NVIDIA_NEMOTRON_3_NANO_30B_A3B: CatalogueModel
  readonly NVIDIA_NEMOTRON_3_SUPER_120B_A12B: CatalogueModel
  readonly NVIDIA_NEMOTRON_3_ULTRA_550B_A55B: CatalogueModel
  readonly NVIDIA_NEMOTRON_3_NANO_OMNI_30B_A3B: CatalogueModel
  readonly NVIDIA_NEMOTRON_NANO_9B_V2: CatalogueModel
  readonly NVIDIA_NEMOTRON_NANO_12B_V2: CatalogueModel
  readonly NVIDIA_LLAMA_3_1_NEMOTRON_NANO_8B: CatalogueModel
  readonly NVIDIA_LLAMA_3_3_NEMOTRON_SUPER_49B: CatalogueModel
  readonly NVIDIA_LLAMA_3_1_NEMOTRON_ULTRA_253B: CatalogueModel
  readonly NVIDIA_LLAMA_3_1_NEMOTRON_70B: CatalogueModel
  readonly NVIDIA_NEMOTRON_MINI_4B: CatalogueModel
  readonly OPENAI_GPT_OSS_20B: CatalogueModel
  readonly OPENAI_GPT_OSS_120B: CatalogueModel
  readonly OPENAI_GPT_5_1: CatalogueModel
  readonly GOOGLE_GEMMA_3N_E4B: CatalogueModel
  readonly MS_PHI_4_14B: CatalogueModel
  readonly MS_PHI_4_MINI_REASONING_4B: CatalogueModel
  readonly DEEPSEEK_R1_8B: CatalogueModel
  readonly HF_SMOLLM2_2B: CatalogueModel
  readonly HF_SMOLLM3_3B_no_ollama: CatalogueModel
}

/**
 * Models under the names that different places give them: one constant runs on whichever backend knows the model.
 *
 * `openaiName` is the name at some server that speaks OpenAI's protocol: those of NVIDIA need `baseURL: 'https://integrate.api.nvidia.com/v1'`.
 *
 * @example
 * import { modelIds, startSession } from 'mellea'
 * const m = startSession({ modelId: modelIds.IBM_GRANITE_4_1_8B })
 */
export const modelIds: ModelIds = {
  IBM_GRANITE_4_HYBRID_MICRO: {
    hfModelName: 'ibm-granite/granite-4.0-h-micro',
    ollamaName: 'granite4:micro-h',
    contextLength: 131_072,
  },
  IBM_GRANITE_4_HYBRID_TINY: {
    hfModelName: 'ibm-granite/granite-4.0-h-tiny',
    ollamaName: 'granite4:tiny-h',
    contextLength: 131_072,
  },
  IBM_GRANITE_4_HYBRID_SMALL: {
    hfModelName: 'ibm-granite/granite-4.0-h-small',
    ollamaName: 'granite4:small-h',
    watsonxName: 'ibm/granite-4-h-small',
    contextLength: 131_072,
  },
  IBM_GRANITE_4_HYBRID_1B: {
    hfModelName: 'ibm-granite/granite-4.0-h-1b',
    ollamaName: 'granite4:1b-h',
    contextLength: 131_072,
  },
  IBM_GRANITE_4_HYBRID_350m: {
    hfModelName: 'ibm-granite/granite-4.0-h-350m',
    ollamaName: 'granite4:350m-h',
    contextLength: 32_768,
  },
  IBM_GRANITE_4_1_3B: {
    hfModelName: 'ibm-granite/granite-4.1-3b',
    ollamaName: 'granite4.1:3b',
    contextLength: 131_072,
  },
  IBM_GRANITE_4_1_8B: {
    hfModelName: 'ibm-granite/granite-4.1-8b',
    ollamaName: 'granite4.1:8b',
    contextLength: 131_072,
  },
  IBM_GRANITE_4_1_30B: {
    hfModelName: 'ibm-granite/granite-4.1-30b',
    ollamaName: 'granite4.1:30b',
    contextLength: 131_072,
  },
  IBM_GRANITE_GUARDIAN_4_1_8B: { hfModelName: 'ibm-granite/granite-guardian-4.1-8b', contextLength: 131_072 },
  // the watsonx name really is that of a 2b model
  IBM_GRANITE_3_2_8B: {
    hfModelName: 'ibm-granite/granite-3.2-8b-instruct',
    ollamaName: 'granite3.2:8b',
    watsonxName: 'ibm/granite-3-2b-instruct',
    contextLength: 131_072,
  },
  IBM_GRANITE_3_3_8B: {
    hfModelName: 'ibm-granite/granite-3.3-8b-instruct',
    ollamaName: 'granite3.3:8b',
    watsonxName: 'ibm/granite-3-3-8b-instruct',
    contextLength: 131_072,
  },
  // watsonx has no micro: the name stands for the small one
  IBM_GRANITE_4_MICRO_3B: {
    hfModelName: 'ibm-granite/granite-4.0-micro',
    ollamaName: 'granite4:micro',
    watsonxName: 'ibm/granite-4-h-small',
    contextLength: 131_072,
  },
  IBM_GRANITE_3_3_VISION_2B: {
    hfModelName: 'ibm-granite/granite-vision-3.3-2b',
    ollamaName: 'ibm/granite3.3-vision:2b',
    contextLength: 131_072,
  },
  IBM_GRANITE_VISION_4_1_4B: {
    hfModelName: 'ibm-granite/granite-vision-4.1-4b',
    ollamaName: 'hf.co/ibm-granite/granite-vision-4.1-4b-GGUF:Q4_K_M',
    contextLength: 131_072,
  },
  IBM_GRANITE_GUARDIAN_3_0_2B: {
    hfModelName: 'ibm-granite/granite-guardian-3.0-2b',
    ollamaName: 'granite3-guardian:2b',
    contextLength: 4_096,
  },
  IBM_GRANITE_4_TINY_PREVIEW_7B: {
    hfModelName: 'ibm-granite/granite-4.0-tiny-preview',
    contextLength: 131_072,
  },
  IBM_GRANITE_4_TINY_PREVIEW_BASE_7B: {
    hfModelName: 'ibm-granite/granite-4.0-tiny-base-preview',
    contextLength: 131_072,
  },
  IBM_GRANITE_SWITCH_4_1_3B_PREVIEW: {
    hfModelName: 'ibm-granite/granite-switch-4.1-3b-preview',
    contextLength: 131_072,
  },
  IBM_GRANITE_SWITCH_4_1_8B_PREVIEW: {
    hfModelName: 'ibm-granite/granite-switch-4.1-8b-preview',
    contextLength: 131_072,
  },
  IBM_GRANITE_SWITCH_4_1_30B_PREVIEW: {
    hfModelName: 'ibm-granite/granite-switch-4.1-30b-preview',
    contextLength: 131_072,
  },
  META_LLAMA_4_SCOUT_17B_16E_INSTRUCT: {
    hfModelName: 'unsloth/Llama-4-Scout-17B-16E-Instruct',
    ollamaName: 'llama4:scout',
    mlxName: 'mlx-community/Llama-4-Scout-17B-16E-Instruct-4bit',
    hfTokenizerName: 'unsloth/Llama-4-Scout-17B-16E-Instruct',
    contextLength: 10_485_760,
  },
  META_LLAMA_4_MAVERICK_17B_128E_INSTRUCT: {
    hfModelName: 'unsloth/Llama-4-Maverick-17B-128E-Instruct',
    ollamaName: 'llama4:maverick',
    mlxName: 'mlx-community/Llama-4-Maverick-17B-128E-Instruct-4bit',
    hfTokenizerName: 'unsloth/Llama-4-Maverick-17B-128E-Instruct',
    contextLength: 1_048_576,
  },
  META_LLAMA_3_3_70B: {
    hfModelName: 'unsloth/Llama-3.3-70B-Instruct',
    ollamaName: 'llama3.3:70b',
    watsonxName: 'meta-llama/llama-3-3-70b-instruct',
    mlxName: 'mlx-community/Llama-3.3-70B-Instruct-4bit',
    hfTokenizerName: 'unsloth/Llama-3.3-70B-Instruct',
    contextLength: 131_072,
  },
  META_LLAMA_3_2_3B: {
    hfModelName: 'unsloth/Llama-3.2-3B-Instruct',
    ollamaName: 'llama3.2:3b',
    watsonxName: 'meta-llama/llama-3-2-3b-instruct',
    contextLength: 131_072,
  },
  META_LLAMA_GUARD3_1B: {
    hfModelName: 'meta-llama/Llama-Guard-3-1B',
    ollamaName: 'llama-guard3:1b',
    contextLength: 131_072,
  },
  META_LLAMA_3_2_1B: {
    hfModelName: 'unsloth/Llama-3.2-1B',
    ollamaName: 'llama3.2:1b',
    contextLength: 131_072,
  },
  MISTRALAI_MISTRAL_0_3_7B: {
    hfModelName: 'mistralai/Mistral-7B-Instruct-v0.3',
    ollamaName: 'mistral:7b',
    contextLength: 32_768,
  },
  MISTRALAI_MISTRAL_SMALL_24B: {
    hfModelName: 'mistralai/Mistral-Small-3.1-24B-Instruct-2503',
    ollamaName: 'mistral-small:latest',
    watsonxName: 'mistralai/mistral-small-3-1-24b-instruct-2503',
    contextLength: 131_072,
  },
  MISTRALAI_MISTRAL_LARGE_123B: {
    hfModelName: 'mistralai/Mistral-Large-Instruct-2411',
    ollamaName: 'mistral-large:latest',
    watsonxName: 'mistralai/mistral-large',
    contextLength: 131_072,
  },
  MISTRALAI_DEVSTRAL_2_123B: {
    bedrockName: 'mistral.devstral-2-123b',
    bedrockLitellmName: 'bedrock/converse/mistral.devstral-2-123b',
  },
  QWEN3_0_6B: { hfModelName: 'Qwen/Qwen3-0.6B', ollamaName: 'qwen3:0.6b', contextLength: 32_768 },
  QWEN3_1_7B: { hfModelName: 'Qwen/Qwen3-1.7B', ollamaName: 'qwen3:1.7b', contextLength: 32_768 },
  QWEN3_8B: { hfModelName: 'Qwen/Qwen3-8B', ollamaName: 'qwen3:8b', contextLength: 40_960 },
  QWEN3_14B: { hfModelName: 'Qwen/Qwen3-14B', ollamaName: 'qwen3:14b', contextLength: 40_960 },
  NVIDIA_NEMOTRON_3_NANO_4B: {
    hfModelName: 'nvidia/NVIDIA-Nemotron-3-Nano-4B-BF16',
    ollamaName: 'nemotron-3-nano:4b',
    mlxName: 'mlx-community/NVIDIA-Nemotron-3-Nano-4B-4bit',
    contextLength: 262_144,
  },
  NVIDIA_NEMOTRON_3_NANO_30B_A3B: {
    hfModelName: 'nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16',
    ollamaName: 'nemotron-3-nano:30b',
    openaiName: 'nvidia/nemotron-3-nano-30b-a3b',
    bedrockName: 'nvidia.nemotron-nano-3-30b',
    bedrockLitellmName: 'bedrock/converse/nvidia.nemotron-nano-3-30b',
    mlxName: 'mlx-community/NVIDIA-Nemotron-3-Nano-30B-A3B-4bit',
    contextLength: 262_144,
  },
  NVIDIA_NEMOTRON_3_SUPER_120B_A12B: {
    hfModelName: 'nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-BF16',
    ollamaName: 'nemotron-3-super:120b',
    openaiName: 'nvidia/nemotron-3-super-120b-a12b',
    bedrockName: 'nvidia.nemotron-super-3-120b',
    bedrockLitellmName: 'bedrock/converse/nvidia.nemotron-super-3-120b',
    mlxName: 'mlx-community/NVIDIA-Nemotron-3-Super-120B-A12B-4bit',
    contextLength: 262_144,
  },
  // too large for anything but the cloud
  NVIDIA_NEMOTRON_3_ULTRA_550B_A55B: {
    hfModelName: 'nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B-BF16',
    ollamaName: 'nemotron-3-ultra:cloud',
    openaiName: 'nvidia/nemotron-3-ultra-550b-a55b',
    contextLength: 262_144,
  },
  NVIDIA_NEMOTRON_3_NANO_OMNI_30B_A3B: {
    hfModelName: 'nvidia/Nemotron-3-Nano-Omni-30B-A3B-Reasoning-BF16',
    ollamaName: 'nemotron3:33b',
    openaiName: 'nvidia/nemotron-3-nano-omni-30b-a3b-reasoning',
    contextLength: 131_072,
  },
  NVIDIA_NEMOTRON_NANO_9B_V2: {
    hfModelName: 'nvidia/NVIDIA-Nemotron-Nano-9B-v2',
    openaiName: 'nvidia/nvidia-nemotron-nano-9b-v2',
    bedrockName: 'nvidia.nemotron-nano-9b-v2',
    bedrockLitellmName: 'bedrock/converse/nvidia.nemotron-nano-9b-v2',
    mlxName: 'mlx-community/NVIDIA-Nemotron-Nano-9B-v2-4bits',
    contextLength: 131_072,
  },
  NVIDIA_NEMOTRON_NANO_12B_V2: { hfModelName: 'nvidia/NVIDIA-Nemotron-Nano-12B-v2', contextLength: 131_072 },
  NVIDIA_LLAMA_3_1_NEMOTRON_NANO_8B: {
    hfModelName: 'nvidia/Llama-3.1-Nemotron-Nano-8B-v1',
    openaiName: 'nvidia/llama-3.1-nemotron-nano-8b-v1',
    contextLength: 131_072,
  },
  NVIDIA_LLAMA_3_3_NEMOTRON_SUPER_49B: {
    hfModelName: 'nvidia/Llama-3_3-Nemotron-Super-49B-v1_5',
    openaiName: 'nvidia/llama-3.3-nemotron-super-49b-v1.5',
    contextLength: 131_072,
  },
  NVIDIA_LLAMA_3_1_NEMOTRON_ULTRA_253B: {
    hfModelName: 'nvidia/Llama-3_1-Nemotron-Ultra-253B-v1',
    openaiName: 'nvidia/llama-3.1-nemotron-ultra-253b-v1',
    contextLength: 131_072,
  },
  NVIDIA_LLAMA_3_1_NEMOTRON_70B: {
    hfModelName: 'nvidia/Llama-3.1-Nemotron-70B-Instruct-HF',
    ollamaName: 'nemotron:70b',
    openaiName: 'nvidia/llama-3.1-nemotron-70b-instruct',
    mlxName: 'mlx-community/Llama-3.1-Nemotron-70B-Instruct-HF-4bit',
    contextLength: 131_072,
  },
  NVIDIA_NEMOTRON_MINI_4B: {
    hfModelName: 'nvidia/Nemotron-Mini-4B-Instruct',
    ollamaName: 'nemotron-mini:4b',
    openaiName: 'nvidia/nemotron-mini-4b-instruct',
    contextLength: 4_096,
  },
  OPENAI_GPT_OSS_20B: {
    hfModelName: 'openai/gpt-oss-20b',
    ollamaName: 'gpt-oss:20b',
    bedrockName: 'openai.gpt-oss-20b',
    bedrockLitellmName: 'bedrock/converse/openai.gpt-oss-20b-1:0',
    contextLength: 131_072,
  },
  OPENAI_GPT_OSS_120B: {
    hfModelName: 'openai/gpt-oss-120b',
    ollamaName: 'gpt-oss:120b',
    bedrockName: 'openai.gpt-oss-120b',
    bedrockLitellmName: 'bedrock/converse/openai.gpt-oss-120b-1:0',
    contextLength: 131_072,
  },
  OPENAI_GPT_5_1: { openaiName: 'gpt-5.1' },
  GOOGLE_GEMMA_3N_E4B: {
    hfModelName: 'google/gemma-3n-e4b-it',
    ollamaName: 'gemma3n:e4b',
    contextLength: 32_768,
  },
  MS_PHI_4_14B: { hfModelName: 'microsoft/phi-4', ollamaName: 'phi4:14b', contextLength: 16_384 },
  MS_PHI_4_MINI_REASONING_4B: {
    hfModelName: 'microsoft/Phi-4-mini-flash-reasoning',
    ollamaName: 'phi4-mini-reasoning:3.8b',
    contextLength: 131_072,
  },
  DEEPSEEK_R1_8B: {
    hfModelName: 'deepseek-ai/DeepSeek-R1-Distill-Llama-8B',
    ollamaName: 'deepseek-r1:8b',
    contextLength: 131_072,
  },
  HF_SMOLLM2_2B: {
    hfModelName: 'HuggingFaceTB/SmolLM2-1.7B-Instruct',
    ollamaName: 'smollm2:1.7b',
    mlxName: 'mlx-community/SmolLM2-1.7B-Instruct',
    contextLength: 8_192,
  },
  HF_SMOLLM3_3B_no_ollama: { hfModelName: 'HuggingFaceTB/SmolLM3-3B', contextLength: 65_536 },
}
