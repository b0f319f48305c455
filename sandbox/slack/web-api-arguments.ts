/** Reads the arguments of a Web API call from a form, JSON or multipart body, JSON strings inside decoded. */
import { isFields } from './json-fields.ts';

const jsonArguments = new Set(['attachments', 'blocks', 'files', 'message', 'metadata', 'view']);

/** What cannot be read is left out or stays a string, for the method to refuse. */
export async function readArguments(request: Request): Promise<Record<string, unknown>> {
  const type = request.headers.get('content-type') ?? '';
  const given = Object.fromEntries(new URL(request.url).searchParams);
  if (type.startsWith('application/json')) {
    const body = decoded(await request.text());
    return isFields(body) ? { ...given, ...body } : given;
  }
  const form = type.startsWith('multipart/form-data')
    ? [...(await request.formData()).entries()]
    : [...new URLSearchParams(await request.text()).entries()];
  for (const [name, value] of form) {
    if (typeof value === 'string') given[name] = value;
  }
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, jsonArguments.has(name) ? decoded(value) : value]),
  );
}

/** The JSON value, or the text itself when it is none. */
export function decoded(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
