/** A (sub)schema that is being filled. A keyword that is taken goes into a further branch of `allOf`. */
export class Place {
  readonly schema: Record<string, unknown>;
  readonly #rulesOf: Map<object, Map<string, string>>;
  readonly #branches: Place[] = [];

  /** @param rulesOf  where it is noted which rule each keyword stands for */
  constructor(schema: Record<string, unknown>, rulesOf: Map<object, Map<string, string>>) {
    this.schema = schema;
    this.#rulesOf = rulesOf;
  }

  /** Says whose rule a keyword is that is there already. */
  own(keyword: string, rule: string): void {
    const known = this.#rulesOf.get(this.schema) ?? new Map<string, string>();
    this.#rulesOf.set(this.schema, known.set(keyword, rule));
  }

  add(keyword: string, value: unknown, rule: string): void {
    if (Object.hasOwn(this.schema, keyword)) {
      const branch = new Place({}, this.#rulesOf);
      branch.add(keyword, value, rule);
      this.#branches.push(branch);
      this.schema['allOf'] = this.#branches.map(({ schema }) => schema);
      return;
    }
    this.schema[keyword] = value;
    this.own(keyword, rule);
  }
}
