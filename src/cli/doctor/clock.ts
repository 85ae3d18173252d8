import { createDefaultHttpClient, createPipelineRequest } from '@azure/core-rest-pipeline';
import { type Grounded, isFinding, need, obstacleOf } from './deployment.ts';
import { type Check, fault, ok, skipped, warning } from './finding.ts';

/** Services refuse tokens and signatures that are older or newer than they can be, from about five minutes on. */
const REFUSED_SECONDS = 300;
const NOTICED_SECONDS = 60;

/** Is this machine's clock that of the services? Their answers say what time it is there, also refusals. */
export function checkClock(deployment: Grounded): Check {
  return async () => {
    const settings = need(deployment, 'clock', ['BLOB_ENDPOINT']);
    if (isFinding(settings)) return [settings];
    const { BLOB_ENDPOINT: url } = settings;
    // Every answer will do, also one to somebody without a token.
    const obstacle = obstacleOf(deployment, 'clock', url, undefined);
    if (obstacle !== undefined) return [obstacle];
    const request = createPipelineRequest({ url, method: 'GET', timeout: 10_000 });
    const answer = await createDefaultHttpClient()
      .sendRequest(request)
      .catch(() => undefined);
    const date = Date.parse(answer?.headers.get('date') ?? '');
    if (Number.isNaN(date)) return [skipped('clock', 'no answer tells the time')];
    const seconds = Math.round((Date.now() - date) / 1000);
    const found = `this machine is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} the service`;
    if (Math.abs(seconds) >= REFUSED_SECONDS)
      return [fault('clock', found, 'set the clock: tokens are refused like this')];
    if (Math.abs(seconds) >= NOTICED_SECONDS) return [warning('clock', found, 'set the clock')];
    return [ok('clock', found)];
  };
}
