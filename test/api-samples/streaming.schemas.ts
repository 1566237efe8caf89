import { z } from 'zod'

const Recipe = z.object({ name: z.string(), steps: z.array(z.string()) })
const Heroes = z.array(z.object({ name: z.string() }))
