/** One way in: a method, a path with its parameters in braces, and what the body of a good request is made of. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Names of the body's fields, and their JSON types. */
  readonly fields: Readonly<Record<string, string>>;
  /** Names of the fields a good request has. */
  readonly required: readonly string[];
  /** What it may be answered besides success: statuses with the codes of problems, as `400 malformed-json`. */
  readonly problems: ReadonlySet<string>;
}

const METHODS: readonly Operation['method'][] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Every operation of an OpenAPI document. */
export function operationsIn(document: unknown): Operation[] {
  return entriesOf(member(document, 'paths')).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = member(item, method.toLowerCase());
      if (operation === undefined) return [];
      return [{ method, path, ...bodyOf(operation, document), problems: problemsOf(operation) }];
    }),
  );
}

function bodyOf(operation: unknown, document: unknown): Pick<Operation, 'fields' | 'required'> {
  const body = member(member(operation, 'requestBody'), 'content');
  const schema = resolved(member(member(body, 'application/json'), 'schema'), document);
  const fields = entriesOf(member(schema, 'properties')).map(([name, property]) => [name, typeOf(property)]);
  const required = member(schema, 'required');
  return {
    fields: Object.fromEntries(fields),
    required: Array.isArray(required) ? required.map(String) : [],
  };
}

/** The description of an error names the codes that come under its status. */
function problemsOf(operation: unknown): ReadonlySet<string> {
  const responses = entriesOf(member(operation, 'responses'));
  return new Set(
    responses.flatMap(([status, response]) =>
      Array.from(
        String(member(response, 'description')).matchAll(/`([a-z-]+)`/g),
        ([, code]) => `${status} ${code}`,
      ),
    ),
  );
}

function typeOf(property: unknown): string {
  const type = member(property, 'type');
  return typeof type === 'string' ? type : 'object';
}

/** Follows `#/components/…` to what it names. */
function resolved(schema: unknown, document: unknown): unknown {
  const reference = member(schema, '$ref');
  if (typeof reference !== 'string') return schema;
  return reference
    .split('/')
    .slice(1)
    .reduce<unknown>((at, name) => member(at, name), document);
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
