/** Imports a package by a name that bundlers cannot see, and shall not look for. */
export function importIt(name: string): Promise<unknown> {
  return import(/* @vite-ignore */ /* webpackIgnore: true */ name)
}
