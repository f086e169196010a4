type Tree = Map<string, string | Tree>;

/** A JSON object that holds each value, JSON itself, at its path, which no other one begins with. */
export function nestedJson(values: Iterable<readonly [readonly string[], string]>): string {
  const root: Tree = new Map();
  for (const [path, json] of values) put(root, path, json);
  return print(root);
}

function put(tree: Tree, [name = '', ...rest]: readonly string[], json: string): void {
  if (rest.length === 0) {
    tree.set(name, json);
    return;
  }
  const found = tree.get(name);
  const inner: Tree = typeof found === 'object' ? found : new Map<string, string | Tree>();
  tree.set(name, inner);
  put(inner, rest, json);
}

function print(tree: Tree): string {
  const entries = [...tree].map(
    ([name, inner]) => `${JSON.stringify(name)}:${typeof inner === 'string' ? inner : print(inner)}`,
  );
  return `{${entries.join()}}`;
}
