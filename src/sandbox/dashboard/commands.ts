import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { sendJson, sendRefusal } from './answer.ts';
import type { Runs } from './runs.ts';
import { UploadError, type Uploads } from './uploads.ts';

const MOST_BODY = 64 * 1024;

const runSchema = z.strictObject({ uploads: z.array(z.string().max(12)).min(1).max(200) });

export interface CommandParts {
  readonly uploads: Uploads;
  readonly runs: Runs;
}

/** Carries out what the page asks for: takes a dropped file, or sends dropped files through the system. */
export async function answerCommand(
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  parts: CommandParts,
): Promise<void> {
  try {
    if (url.pathname === '/api/uploads') {
      const id = await parts.uploads.receive(request, url.searchParams.get('name') ?? '');
      sendJson(response, { id }, 201);
    } else if (url.pathname === '/api/runs') {
      sendJson(response, { run: await startRun(request, parts) }, 202);
    } else {
      sendRefusal(response, 'not-found', 'there is nothing here');
    }
  } catch (error) {
    if (response.headersSent || request.socket.destroyed) return;
    if (error instanceof UploadError) sendRefusal(response, error.code, error.message);
    else sendRefusal(response, 'failed', error instanceof Error ? error.message : String(error));
  }
}

async function startRun(request: IncomingMessage, { uploads, runs }: CommandParts): Promise<number> {
  const body = runSchema.safeParse(await readJson(request));
  if (!body.success) throw new UploadError('invalid', 'the body is not {"uploads": [id, …]}');
  const files = uploads.take(body.data.uploads);
  const { id, end } = runs.add(files, { samples: false });
  // The run's own state tells of a failure.
  void end.catch(() => undefined).then(() => uploads.remove(files));
  return id;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > MOST_BODY) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
