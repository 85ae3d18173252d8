import type { IncomingMessage } from 'node:http';

/** Every request that changes something carries it: a form or a simple request of another site cannot. */
export const MARK_HEADER = 'x-entra-signin-risk';

/**
 * Why a request is refused; undefined when it is the dashboard's own.
 *
 * A page of any site can send requests to 127.0.0.1. Its browser says where they come from (Origin, Sec-Fetch-Site), and
 * a name that the site lets point to 127.0.0.1 stands in Host: none of them is ours, so that no other site reads logs or
 * sends some.
 * @param port the server's own
 */
export function findIntrusion(request: IncomingMessage, port: number): string | undefined {
  const { host = '', origin, 'sec-fetch-site': site } = request.headers;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`)
    return `the host is not 127.0.0.1:${port}`;
  if (origin !== undefined && origin !== `http://${host}`) return 'the request comes from another origin';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isVisit(request))
    return 'the request comes from another site';
  if (request.method !== 'GET' && request.headers[MARK_HEADER] === undefined)
    return `the header ${MARK_HEADER} is missing`;
  return undefined;
}

/** Somebody follows a link to the page; the page that it stands on learns nothing by it. */
function isVisit({ method, url, headers }: IncomingMessage): boolean {
  const { 'sec-fetch-mode': mode, 'sec-fetch-dest': target } = headers;
  return method === 'GET' && url === '/' && mode === 'navigate' && target === 'document';
}
