export function sumOf<T>(items: readonly T[], numberOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + numberOf(item), 0);
}

export function bytesOf(files: readonly { readonly bytes: number }[]): number {
  return sumOf(files, ({ bytes }) => bytes);
}
