// OpenAPI 3.0 schemas as ajv takes them: only the keywords that validate, `nullable` as a type of its own, references within one
// document (https://spec.openapis.org/oas/v3.0.3.html#schema-object).

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

const kept = new Set([
  'additionalProperties',
  'allOf',
  'anyOf',
  'enum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'items',
  'maxItems',
  'maxLength',
  'maxProperties',
  'maximum',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'multipleOf',
  'not',
  'oneOf',
  'pattern',
  'properties',
  'required',
  'type',
  'uniqueItems',
]);
const formats = new Set(['date-time', 'uri']);

/**
 * The schema with what it refers to as its `definitions`. `closed`: objects have no properties but those named, which OpenAPI leaves
 * open but a request of ours has no reason to.
 */
export function jsonSchema(schema: Json, components: JsonObject, closed = false): JsonObject {
  const definitions: Record<string, Json> = {};
  const translated = translator(closed, (name) => {
    if (name in definitions) return;
    definitions[name] = true;
    definitions[name] = translated(components[name] ?? failing(`The description has no schema ${name}`));
  });
  return { ...(translated(schema) as JsonObject), definitions };
}

function failing(message: string): never {
  throw new Error(message);
}

function translator(closed: boolean, define: (name: string) => void): (schema: Json) => Json {
  const all = (schemas: Json) => (schemas as readonly Json[]).map(translated);
  const each = (schemas: Json) =>
    Object.fromEntries(Object.entries(schemas as JsonObject).map(([name, schema]) => [name, translated(schema)]));
  const keyword = (name: string, value: Json): Json => {
    if (['allOf', 'anyOf', 'oneOf'].includes(name)) return all(value);
    if (name === 'properties') return each(value);
    if (name === 'items' || name === 'not' || name === 'additionalProperties') return translated(value);
    return value;
  };
  function translated(schema: Json): Json {
    if (schema === null || typeof schema !== 'object' || Array.isArray(schema)) return schema;
    const { $ref, nullable, format, ...rest } = schema as JsonObject;
    if (typeof $ref === 'string') {
      const name = $ref.slice($ref.lastIndexOf('/') + 1);
      define(name);
      return { $ref: `#/definitions/${name}` };
    }
    const known = Object.entries(rest).filter(([name]) => kept.has(name));
    const result: Record<string, Json> = Object.fromEntries(known.map(([name, value]) => [name, keyword(name, value)]));
    if (typeof format === 'string' && formats.has(format)) result.format = format;
    if (closed && result.properties && result.additionalProperties === undefined && !result.allOf)
      result.additionalProperties = false;
    return nullable === true ? { anyOf: [{ type: 'null' }, result] } : result;
  }
  return translated;
}
