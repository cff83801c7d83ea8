// GitHub's own description of its REST API (npm @octokit/openapi): which operation a request is, and what is wrong with a request
// or an answer.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import { type Json, type JsonObject, jsonSchema } from './openapi-schema.ts';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: JsonObject;
}

interface Content {
  readonly [type: string]: { readonly schema?: JsonObject; readonly examples?: Readonly<Record<string, JsonObject>> };
}

interface Described {
  readonly operationId: string;
  readonly parameters?: readonly JsonObject[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, JsonObject>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: Readonly<Record<string, JsonObject>>;
}

/** An operation that a request asks for, with the values in its path, decoded. */
export interface Operation {
  readonly id: string;
  readonly template: string;
  readonly described: Described;
  readonly values: Readonly<Record<string, string>>;
}

let read: Description | undefined;
/** 13 MB, read when first asked for. */
function description(): Description {
  const path = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json');
  read ??= JSON.parse(readFileSync(path, 'utf8')) as Description;
  return read;
}

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const settings = {
  allErrors: true,
  strictTypes: false,
  strictRequired: false,
  strictTuples: false,
  formats: { 'date-time': dateTime, uri: (text: string) => URL.canParse(text) },
} as const;
const strict = new Ajv(settings);
/** What stands in a URL is text. */
const fromText = new Ajv({ ...settings, coerceTypes: true });

/** The object, or the component that it refers to. */
function resolved<T>(object: JsonObject): T {
  const { $ref } = object;
  if (typeof $ref !== 'string') return object as unknown as T;
  const [, , group = '', name = ''] = $ref.split('/');
  return description().components[group]?.[name] as unknown as T;
}

/** Of several the one with most words of its own: `/issues/comments` before `/issues/{issue_number}`. */
export function operationOf(method: string, path: string): Operation | undefined {
  const found = Object.entries(description().paths).flatMap(([template, operations]) => {
    const described = operations[method.toLowerCase()];
    const values = described && valuesIn(template, path);
    return described && values ? [{ id: described.operationId, template, described, values }] : [];
  });
  const words = ({ template }: Operation) => template.split('/').filter((part) => !part.startsWith('{')).length;
  return found.sort((a, b) => words(b) - words(a))[0];
}

function valuesIn(template: string, path: string): Record<string, string> | undefined {
  const pattern = template.split('/').slice(1);
  const parts = path.split('/').slice(1);
  // A path within the repository may be written with its slashes.
  if (pattern.at(-1) === '{path}')
    parts.splice(pattern.length - 1, Infinity, parts.slice(pattern.length - 1).join('/'));
  if (pattern.length !== parts.length || parts.some((part) => part === '')) return undefined;
  const values: Record<string, string> = {};
  for (const [at, part] of pattern.entries()) {
    const text = decodeURIComponent(parts[at] ?? '');
    if (part.startsWith('{')) values[part.slice(1, -1)] = text;
    else if (part !== text) return undefined;
  }
  return values;
}

const compiled = new Map<string, ValidateFunction>();

function errorsOf(key: string, ajv: Ajv, schema: () => JsonObject, value: unknown): string[] {
  const validate = compiled.get(key) ?? ajv.compile(schema());
  compiled.set(key, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${key}: ${instancePath || '(whole)'} ${message} ${JSON.stringify(params)}`,
  );
}

const schemas = (): JsonObject => description().components.schemas ?? {};

export interface SentRequest {
  readonly query: URLSearchParams;
  /** Undefined where there is none. */
  readonly body: unknown;
}

/** What is wrong with a request to the operation; empty if nothing is. */
export function requestErrors(operation: Operation, { query, body }: SentRequest): string[] {
  return [...parameterErrors(operation, query), ...bodyErrors(operation, body)];
}

function parameterErrors({ id, described, values }: Operation, query: URLSearchParams): string[] {
  const parameters = (described.parameters ?? []).map((each) => resolved<Parameter>(each));
  const schemaOf = (place: 'path' | 'query') => () => {
    const of = parameters.filter((parameter) => parameter.in === place);
    return jsonSchema(
      {
        type: 'object',
        properties: Object.fromEntries(of.map(({ name, schema }) => [name, schema])),
        required: of.filter(({ required }) => required).map(({ name }) => name),
        additionalProperties: false,
      },
      schemas(),
    );
  };
  return [
    ...errorsOf(`path of ${id}`, fromText, schemaOf('path'), { ...values }),
    ...errorsOf(`query of ${id}`, fromText, schemaOf('query'), Object.fromEntries(query)),
  ];
}

function bodyErrors({ id, described: { requestBody } }: Operation, body: unknown): string[] {
  const schema = requestBody?.content['application/json']?.schema;
  if (!schema) return body === undefined ? [] : [`${id} takes no body`];
  if (body === undefined) return requestBody.required ? [`${id} needs a body`] : [];
  return errorsOf(`body of ${id}`, strict, () => jsonSchema(schema, schemas(), true), body);
}

/** Statuses that every operation may answer with, whether it says so or not. */
const anywhere = [401, 403, 404, 422, 429, 500, 502, 503];

/** What is wrong with an answer of the operation; empty if nothing is. */
export function responseErrors({ id, described }: Operation, status: number, type: string, body: Json): string[] {
  const response = described.responses[status];
  if (!response && !anywhere.includes(status)) return [`${id} does not answer ${status}`];
  const content = response && resolved<{ content?: Content }>(response).content;
  if (response && !content) return body === null ? [] : [`${id} answers ${status} without a body`];
  const schema = content ? content[type]?.schema : { $ref: '#/components/schemas/basic-error' };
  if (!schema) return /raw|html|diff/.test(type) ? [] : [`${id} does not answer ${status} in ${type}`];
  return errorsOf(`${status} of ${id}`, strict, () => jsonSchema(schema, schemas()), body);
}

/** The description's own example of a component, as a start for an answer. */
export function example(name: string): Record<string, Json> {
  const found = description().components.examples?.[name] as { value?: Json } | undefined;
  if (found?.value === undefined) throw new Error(`The description has no example ${name}`);
  return structuredClone(found.value) as Record<string, Json>;
}
