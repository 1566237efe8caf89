import type { ChatProvider } from './chat-provider.ts'

/** A model as its provider wants it named. */
export function modelNameAt(model: string, { modelName }: ChatProvider): string {
  if (modelName === undefined) return model
  if (modelName === 'partner-first') {
    const [partner = '', ...rest] = model.split('/')
    return rest.length > 1 ? `${rest.join('/')}:${partner}` : model
  }
  if ('without' in modelName) {
    const [first = '', ...rest] = model.split('/')
    return rest.length > 0 && modelName.without.includes(first) ? rest.join('/') : model
  }
  const whole = model.startsWith(modelName.before.split('/', 1)[0] ?? '') || model.includes('#')
  return whole ? model : `${modelName.before}${model}`
}
