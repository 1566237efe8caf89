import { z } from 'zod'

export const Weather: z.ZodObject<{ city: z.ZodString; days: z.ZodDefault<z.ZodInt> }> = z.object({
  city: z.string(),
  days: z.int().default(1),
})
export const File: z.ZodObject<{ path: z.ZodString }> = z.object({ path: z.string() })
