import type { Processor, ProcessorOptions } from './processors.ts';
import type { Rig } from './rig.ts';

/** What a scenario works with. Minutes are the processors' own, which pass faster than ours. */
export interface Stage {
  readonly rig: Rig;
  /** A number from 0 up to but not including 1; the same sequence for the same seed. */
  readonly random: () => number;
  /** Resolves after that many minutes. */
  minutes(count: number): Promise<void>;
  /** Starts one more processor. */
  start(options?: ProcessorOptions): Promise<Processor>;
  /** The processors that run. */
  readonly processors: readonly Processor[];
}

export interface Scenario {
  readonly name: string;
  /** How long the load lasts, in minutes. */
  readonly minutes: number;
  /** Mix events among the load that nobody can read. */
  readonly poison?: true;
  /** Starts its processors itself. */
  readonly startsItself?: true;
  /** Sees to it that something goes wrong while the load is sent. What is still wrong at its end is mended by the runner. */
  readonly run: (stage: Stage) => Promise<void>;
}
