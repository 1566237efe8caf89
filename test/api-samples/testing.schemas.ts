import { z } from 'zod'

const input = z.object({ q: z.string() })
const output = z.object({ answer: z.number() })
