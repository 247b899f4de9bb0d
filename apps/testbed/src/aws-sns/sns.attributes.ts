/** One message attribute as the caller typed it; the value of a binary one in Base64. */
export interface MessageAttribute {
  readonly type: string;
  readonly value: string;
}

/** Reads the `MessageAttributes.entry.N` parameters by attribute name. */
export function messageAttributesOf(params: URLSearchParams): ReadonlyMap<string, MessageAttribute> {
  return new Map(
    numbered((place) => params.get(`MessageAttributes.entry.${place}.Name`)).map(([place, name]) => {
      const value = `MessageAttributes.entry.${place}.Value`;
      const type = params.get(`${value}.DataType`) ?? '';
      const field = type.startsWith('Binary') ? 'BinaryValue' : 'StringValue';
      return [name, { type, value: params.get(`${value}.${field}`) ?? '' }];
    }),
  );
}

/** Reads the `attributes.entry.N` pairs of SetSMSAttributes. */
export function accountAttributesOf(params: URLSearchParams): readonly [string, string][] {
  return numbered((place) => params.get(`attributes.entry.${place}.key`)).map(([place, key]) => [
    key,
    params.get(`attributes.entry.${place}.value`) ?? '',
  ]);
}

/** Reads the `<name>.member.N` texts. */
export function membersOf(params: URLSearchParams, name: string): readonly string[] {
  return numbered((place) => params.get(`${name}.member.${place}`)).map(([, member]) => member);
}

/** Reads places 1, 2, 3… until one is missing. */
function numbered(read: (place: number) => string | null): [number, string][] {
  const found: [number, string][] = [];
  for (let place = 1; ; place += 1) {
    const text = read(place);
    if (text === null) return found;
    found.push([place, text]);
  }
}
