import { type Kernel, startKernel } from '../../../../src/core/skim/kernel.ts';

/** A kernel of its own, of which only what asks nothing of its caller is tested. */
export function startTestKernel(): Kernel {
  const fail = () => {
    throw new Error('not expected to be asked');
  };
  return startKernel({ writeExactly: fail, readTime: fail });
}
