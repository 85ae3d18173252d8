/** `npm run kernel`: compiles `src/core/skim/kernel` (AssemblyScript) to WebAssembly, and writes it down as a module. */
import { Buffer } from 'node:buffer';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const folder = fileURLToPath(new URL('../src/core/skim/kernel', import.meta.url));
export const KERNEL_CODE_FILE = fileURLToPath(new URL('../src/core/skim/kernelCode.ts', import.meta.url));

/** All of the memory that the kernel has, in pages of 64 KiB: up to the end of its row (`layout.ts`), and one for slack. */
const PAGES = '110';

/**
 * The module with the compiled kernel.
 * @throws Error with the compiler's messages when it does not compile
 */
export async function compileKernel(): Promise<string> {
  let code: Uint8Array | undefined;
  const options = ['--runtime', 'stub', '-O3', '--enable', 'simd', '--noAssert', '--use', 'abort='];
  const memory = ['--initialMemory', PAGES, '--maximumMemory', PAGES];
  const { error, stderr } = await main(
    ['main.ts', '--baseDir', folder, '--outFile', 'kernel.wasm', ...options, ...memory],
    {
      writeFile(_name, contents) {
        code = contents as Uint8Array;
      },
    },
  );
  if (error !== null || code === undefined) throw new Error(`the kernel does not compile\n${stderr}`);
  const base64 = Buffer.from(code).toString('base64');
  return `// Made by \`npm run kernel\` from the sources in kernel/: WebAssembly in base64.\nexport const KERNEL_CODE =\n  '${base64}';\n`;
}

if (import.meta.main) writeFileSync(KERNEL_CODE_FILE, await compileKernel());
