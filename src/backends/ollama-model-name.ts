/** Whether two names mean the same model: a missing tag is `latest`, and the default registry and library may be left out. */
export function isSameModel(a: string, b: string): boolean {
  return full(a) === full(b)
}

function full(name: string): string {
  const short = name
    .toLowerCase()
    .replace(/^registry\.ollama\.ai\//, '')
    .replace(/^library\//, '')
  return /:[^/]*$/.test(short) ? short : `${short}:latest`
}
