/** Anything that survives `JSON.stringify` and `JSON.parse` unchanged. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/** A JSON object: a JSON Schema, a body, a bag of provider state. */
export type JsonObject = { readonly [key: string]: Json | undefined }
