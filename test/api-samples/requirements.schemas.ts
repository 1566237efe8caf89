import { z } from 'zod'

const Plan = z.object({ budget: z.number(), items: z.array(z.object({ cost: z.number() })) })
