/** Requests without a browser, byte for byte: no cookies, no redirects, any header. */

import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Question {
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string;
}

/**
 * Asks the server behind `url`. A browser resolves `*.localhost` itself, a C library may not: the connection
 * always goes to 127.0.0.1, the name goes into the `Host` header.
 */
export function ask(url: string, question: Question = {}): Promise<Answer> {
  const { host, port, pathname, search } = new URL(url);
  const options = {
    host: "127.0.0.1",
    port,
    path: pathname + search,
    method: question.method ?? "GET",
    headers: { host, ...question.headers },
    agent: false as const,
  };
  return new Promise((answer, fail) => {
    const sent = request(options, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", fail);
      response.on("end", () => {
        const body = Buffer.concat(parts).toString("utf8");
        answer({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    sent.on("error", fail);
    sent.end(question.body);
  });
}

/** Posts JSON and returns the parsed answer; anything but a 2xx is an error with the answer's own words. */
export async function postJson<T>(url: string, body: unknown, bearer?: string): Promise<T> {
  const headers: OutgoingHttpHeaders = { "content-type": "application/json" };
  if (bearer !== undefined) headers.authorization = `Bearer ${bearer}`;
  const answer = await ask(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (answer.status < 200 || answer.status > 299) {
    throw new Error(`POST ${url} answered ${answer.status}: ${answer.body}`);
  }
  return (answer.body === "" ? undefined : JSON.parse(answer.body)) as T;
}
