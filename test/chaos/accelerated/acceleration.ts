/** How much faster time goes by in a processor than outside. */
export const SCALE = Number(process.env['CHAOS_TIME_SCALE'] ?? '1');

/** When the processor's clock began to run fast; the same for all processors of a run, in milliseconds since 1970. */
export const EPOCH = Number(process.env['CHAOS_EPOCH'] ?? Date.now());

/** How wrong the processor's clock is, in milliseconds of its own. */
export const SKEW = Number(process.env['CHAOS_CLOCK_SKEW'] ?? '0');
