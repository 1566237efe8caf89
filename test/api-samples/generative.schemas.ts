import { z } from 'zod'

const classifyInput = z.object({ text: z.string() })
const classifyOutput = z.enum(['positive', 'negative'])
const extractInput = z.object({ text: z.string(), locale: z.string().default('en') })
const extractOutput = z.object({ name: z.string(), age: z.int() })
const risk = z.boolean()
