/** Socket Mode's server side: the sockets a bot holds open, and the envelopes that go to one of them. */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { world } from '../world.ts';
import type { SlackSwitches } from './slack-switches.ts';

export interface SocketControl {
  /** Sockets that Slack counts as open, half-open ones included. */
  readonly count: number;
  /** Asks every socket to reconnect, as Slack does every few hours; nothing more is sent through them. */
  disconnect(reason?: 'refresh_requested' | 'warning' | 'link_disabled'): void;
  /** Cuts every socket without a word. */
  cut(): void;
  /** Makes the oldest healthy socket half-open: still counted and chosen, but what is sent vanishes and pings go unanswered. */
  makeHalfOpen(): void;
}

export interface SocketConnections extends SocketControl {
  /** A path with a ticket that opens one socket once, such as `/link/?ticket=...`. */
  ticketPath(): string;
  listenOn(server: Server, changed: () => void): void;
  /** Sends to one open socket and resolves with the ack's payload; undefined when no ack came in time. */
  send(
    envelope: Readonly<Record<string, unknown>>,
    deadlineMs: number,
  ): Promise<{ payload: unknown } | undefined>;
  close(): Promise<void>;
}

interface Connection {
  readonly socket: WebSocket;
  isHalfOpen: boolean;
  pings: NodeJS.Timeout;
}

const goodbyeMs = 250;
const ackSchema = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

export function createSocketConnections(switches: SlackSwitches): SocketConnections {
  const sockets = new WebSocketServer({ noServer: true, autoPong: false });
  const tickets = new Set<string>();
  const waiting = new Map<string, (payload: unknown) => void>();
  let open: Connection[] = [];
  let turn = 0;
  let changed = (): void => {};

  const forget = (connection: Connection): void => {
    clearInterval(connection.pings);
    open = open.filter((other) => other !== connection);
    changed();
  };
  const accept = (socket: WebSocket): void => {
    if (open.length >= switches.maxSockets) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets', debug_info: {} }));
      socket.close();
      return;
    }
    const pings = setInterval(() => {
      if (!connection.isHalfOpen) socket.ping();
    }, switches.serverPingMs).unref();
    const connection: Connection = { socket, isHalfOpen: false, pings };
    open.push(connection);
    socket.on('ping', (data) => {
      if (!connection.isHalfOpen) socket.pong(data);
    });
    socket.on('message', (data) => {
      const ack = ackSchema.safeParse(JSON.parse(String(data)));
      if (!connection.isHalfOpen && ack.success) waiting.get(ack.data.envelope_id)?.(ack.data.payload);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => forget(connection));
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: open.length,
        debug_info: { host: 'applink-sandbox', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: world.slack.appId },
      }),
    );
    changed();
  };

  return {
    get count() {
      return open.length;
    },
    disconnect: (reason = 'refresh_requested') => {
      for (const connection of open) {
        if (!connection.isHalfOpen)
          connection.socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: {} }));
        forget(connection);
      }
    },
    cut: () => {
      for (const connection of open) connection.socket.terminate();
    },
    makeHalfOpen: () => {
      const healthy = open.find((connection) => !connection.isHalfOpen);
      if (healthy !== undefined) healthy.isHalfOpen = true;
    },
    ticketPath: () => {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `/link/?ticket=${ticket}`;
    },
    listenOn: (server, onChange) => {
      changed = onChange;
      server.on('upgrade', (request, socket, head) => {
        const url = new URL(request.url ?? '/', 'http://sandbox');
        const ticket = url.searchParams.get('ticket') ?? '';
        if (url.pathname !== '/link/' || !tickets.delete(ticket)) {
          socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
          return;
        }
        sockets.handleUpgrade(request, socket, head, accept);
      });
    },
    send: (envelope, deadlineMs) => {
      const connection = open[turn++ % Math.max(1, open.length)];
      if (connection === undefined) return Promise.resolve(undefined);
      const envelopeId = randomUUID();
      return new Promise((resolve) => {
        const settle = (answer: { payload: unknown } | undefined): void => {
          clearTimeout(deadline);
          waiting.delete(envelopeId);
          resolve(answer);
        };
        const deadline = setTimeout(() => settle(undefined), deadlineMs).unref();
        waiting.set(envelopeId, (payload) => settle({ payload }));
        if (!connection.isHalfOpen)
          connection.socket.send(JSON.stringify({ envelope_id: envelopeId, ...envelope }));
      });
    },
    close: async () => {
      for (const connection of open) clearInterval(connection.pings);
      sockets.close();
      await Promise.all([...sockets.clients].map(closeSocket));
    },
  };
}

/** Says goodbye, and cuts the socket when the other side does not answer. */
function closeSocket(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => socket.terminate(), goodbyeMs);
    socket.once('close', () => {
      clearTimeout(cut);
      resolve();
    });
    socket.close(1001);
  });
}
