import { z } from 'zod'

export const Product: z.ZodObject<{ answer: z.ZodInt }> = z.object({ answer: z.int() })
