// The one way to the server.  Paths, parameters and answers are typed by openapi.yaml.
import type { components, paths } from "./types";

export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

type Json<Answer> = Answer extends { content: { "application/json": infer Body } } ? Body : never;
type Answers<Operation> = Operation extends { responses: infer All }
  ? Json<All[keyof All & (200 | 201)]>
  : never;

type Method = "get" | "post" | "put" | "delete";
type With<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never;
}[keyof paths];
type Query<P extends keyof paths> = paths[P]["get"] extends { parameters: { query?: infer Q } } ? Q : never;

/** What the server, or the way to it, has against a request: one sentence. */
export class Problem extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

const ROOT = "./api/v1";

/** `/zones/{id}` with its parameters in place, percent-encoded. */
export function address(path: string, ids: string[] = [], query: Record<string, unknown> = {}): string {
  let i = 0;
  const filled = path.replace(/\{\w+\}/g, () => encodeURIComponent(ids[i++] ?? ""));
  const given = Object.entries(query).filter(([, v]) => v !== undefined && v !== "" && v !== null);
  const search = new URLSearchParams(given.map(([k, v]) => [k, String(v)])).toString();
  return ROOT + filled + (search ? `?${search}` : "");
}

async function problem(answer: Response): Promise<Problem> {
  const body = await answer.json().catch(() => null);
  return new Problem(answer.status, body?.error?.message ?? `The server answered ${answer.status}.`);
}

async function send(method: Method, url: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, { method: method.toUpperCase(), ...init }).catch((reason) => {
    if (init.signal?.aborted) throw reason;
    throw new Problem(0, "The server does not answer. Is bulkhead serve still running?");
  });
  if (!answer.ok) {
    if (answer.status === 401 && !url.endsWith("/session")) dispatchEvent(new Event("bulkhead:login"));
    throw await problem(answer);
  }
  return answer;
}

export async function get<P extends With<"get">>(
  path: P,
  ids: string[] = [],
  query?: Query<P>,
  signal?: AbortSignal,
): Promise<Answers<paths[P]["get"]>> {
  const init = { headers: { accept: "application/json" }, ...(signal ? { signal } : {}) };
  return (await send("get", address(path, ids, query as Record<string, unknown>), init)).json();
}

type Body<Operation> = Operation extends { requestBody: { content: { "application/json": infer B } } }
  ? B
  : never;

async function write(method: Method, path: string, ids: string[], body: unknown) {
  const headers = { "content-type": "application/json" };
  const init = body === undefined ? { headers } : { headers, body: JSON.stringify(body) };
  const answer = await send(method, address(path, ids), init);
  return answer.status === 204 ? undefined : answer.json();
}

export const put = <P extends With<"put">>(
  path: P,
  ids: string[],
  body: Body<paths[P]["put"]>,
): Promise<Answers<paths[P]["put"]>> => write("put", path, ids, body);

export const post = <P extends With<"post">>(
  path: P,
  body: Body<paths[P]["post"]>,
  ids: string[] = [],
): Promise<Answers<paths[P]["post"]>> => write("post", path, ids, body);

export const remove = <P extends With<"delete">>(path: P, ids: string[]): Promise<void> =>
  write("delete", path, ids, undefined);

export async function putFile(id: string, file: Blob): Promise<Schema<"Evidence">> {
  const headers = { "content-type": "application/octet-stream" };
  return (await send("put", address("/evidence/{id}/file", [id]), { headers, body: file })).json();
}
