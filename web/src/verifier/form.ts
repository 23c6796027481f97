/**
 * The forms of events, definition and manifest: JSON Schema as Python's types give it, in the
 * canonical JSON that is the only spelling of a value.
 */

import { canonical, type Json } from "../crypto/canonical";
import { Fault } from "./finding";
import forms from "./forms.json";
import { textOf } from "./source";

interface Schema {
  $ref?: string;
  anyOf?: Schema[];
  type?: string;
  enum?: Json[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema | false;
  prefixItems?: Schema[];
  minItems?: number;
  maxItems?: number;
  properties?: { [field: string]: Schema };
  required?: string[];
  omit?: { [field: string]: Json };
  additionalProperties?: Schema | false;
  propertyNames?: Schema;
}

type Fields = { [field: string]: Json };

const FORMS = forms as unknown as { [name: string]: Schema };
const SHAPES = new Map<string, RegExp>();
const EVENTS = new Map<string, Schema>();
for (const { $ref } of FORMS["Event"]?.anyOf ?? []) {
  const schema = named($ref as string);
  EVENTS.set(String(schema.properties?.["event"]?.enum?.[0]), schema);
}

function named(ref: string): Schema {
  return FORMS[ref.slice(ref.lastIndexOf("/") + 1)] as Schema;
}

/** The canonical JSON in `bytes`, of the form `name`. Throws Fault. */
export function readForm(bytes: Uint8Array, name: string): Fields {
  return read(bytes, () => FORMS[name] as Schema);
}

/** An entry of the log. Throws Fault unless it is exactly a known event's canonical form. */
export function readEvent(leaf: Uint8Array): Fields {
  return read(leaf, (found) => {
    const schema = EVENTS.get(String(found["event"]));
    if (schema === undefined) throw new Fault("eventUnknown");
    return schema;
  });
}

function read(bytes: Uint8Array, schemaOf: (found: Fields) => Schema): Fields {
  const text = textOf(bytes);
  let found: Json;
  let same: boolean;
  try {
    found = JSON.parse(text) as Json;
    same = canonical(found) === text;
  } catch {
    throw new Fault("notJson");
  }
  if (!isObject(found)) throw new Fault("formWrong", "");
  const wrong = mismatch(schemaOf(found), found, "");
  if (wrong !== null) throw new Fault("formWrong", wrong);
  if (!same) throw new Fault("notCanonical");
  return found;
}

function isObject(value: Json): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The place of the first value in `value` that is not of `schema`, null if there is none. */
function mismatch(schema: Schema, value: Json, place: string): string | null {
  if (schema.$ref !== undefined) return mismatch(named(schema.$ref), value, place);
  if (schema.anyOf !== undefined) {
    return schema.anyOf.some((one) => mismatch(one, value, place) === null) ? null : place;
  }
  if (schema.enum !== undefined) return schema.enum.includes(value) ? null : place;
  switch (schema.type) {
    case "string":
      return typeof value === "string" && textFits(schema, value) ? null : place;
    case "integer":
      return Number.isSafeInteger(value) && within(schema, value as number) ? null : place;
    case "boolean":
      return typeof value === "boolean" ? null : place;
    case "null":
      return value === null ? null : place;
    case "array":
      return Array.isArray(value) ? arrayMismatch(schema, value, place) : place;
    case "object":
      return isObject(value) ? objectMismatch(schema, value, place) : place;
    default:
      return null;
  }
}

/** The logs of a county have many digests, and few patterns. */
function shape(pattern: string): RegExp {
  const known = SHAPES.get(pattern) ?? new RegExp(pattern);
  SHAPES.set(pattern, known);
  return known;
}

function textFits({ pattern, minLength = 0, maxLength = Infinity }: Schema, text: string): boolean {
  const length = Array.from(text).length;
  const fits = pattern === undefined || shape(pattern).test(text);
  return fits && minLength <= length && length <= maxLength;
}

function within({ minimum = -Infinity, maximum = Infinity }: Schema, number: number): boolean {
  return minimum <= number && number <= maximum;
}

function arrayMismatch(schema: Schema, value: Json[], place: string): string | null {
  const { prefixItems = [], items, minItems = 0, maxItems = Infinity } = schema;
  if (value.length < minItems || value.length > maxItems) return place;
  for (const [at, one] of value.entries()) {
    const wanted = prefixItems[at] ?? items;
    if (wanted === false) return place;
    const wrong = wanted === undefined ? null : mismatch(wanted, one, `${place}[${at}]`);
    if (wrong !== null) return wrong;
  }
  return null;
}

function objectMismatch(schema: Schema, value: Fields, place: string): string | null {
  const { properties = {}, required = [], omit = {}, additionalProperties: more } = schema;
  const absent = required.find((name) => !(name in value));
  if (absent !== undefined) return `${place}.${absent}`;
  for (const [name, one] of Object.entries(value)) {
    const here = `${place}.${name}`;
    const own = Object.keys(properties).includes(name) ? properties[name] : more;
    if (own === false) return here;
    if (name in omit && canonical(omit[name] as Json) === canonical(one)) return here;
    const names = schema.propertyNames;
    if (names !== undefined && mismatch(names, name, here) !== null) return here;
    const wrong = own === undefined ? null : mismatch(own, one, here);
    if (wrong !== null) return wrong;
  }
  return null;
}
