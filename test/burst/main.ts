/**
 * A burst of alerts becomes notifications: node test/burst/main.ts [alerts] [users]
 * Prints what became of them, as JSON. Exit code 1 when one is not accounted for, or a minute had too many.
 */
import { runBurst } from './burst.ts';

const [alerts = '10000', users = '4000'] = process.argv.slice(2);
const perMinute = 6;
const result = await runBurst({
  alerts: Number(alerts),
  users: Number(users),
  perMinute,
  instances: 3,
  failEvery: 4,
});
console.log(JSON.stringify(result));
const isComplete = result.toldAtOnce + result.inDigests === result.alerts && result.poisoned === 0;
const isCapped = result.perMinute.every((count) => count <= perMinute);
// The SDKs keep connections and timers.
process.exit(isComplete && isCapped ? 0 : 1);
