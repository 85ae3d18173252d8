import type { Server } from 'node:http';

/**
 * Starts a server on 127.0.0.1, where no other machine can reach it.
 * @param port by default any that is free
 * @returns the port
 * @throws Error with code EADDRINUSE when the port is taken
 */
export async function listenOnLoopback(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
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
