import type { Server } from 'node:http';

/**
 * Starts a server on a free port of 127.0.0.1, where no other machine can reach it.
 * @returns the port
 */
export async function listenOnLoopback(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no TCP port.');
  return address.port;
}

/**
 * Stops a server and cuts its connections. Clients of the Azure SDKs keep theirs alive: waiting for them
 * to be closed would take as long as the clients live. Stopping a server that is stopped does nothing.
 */
export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
  });
  server.closeAllConnections();
  await closed;
}
