/**
 * Slack reaches us over WebSockets that we open: two of them, because one leaves a gap of seconds without any
 * connection each time Slack recycles it, and clicks that fall into the gap are lost (bolt-js#2496).
 */
import { type App, SocketModeReceiver } from '@slack/bolt';
import { quietLogger } from './quiet-logger.ts';

export interface Sockets {
  receivers: readonly [SocketModeReceiver, SocketModeReceiver];
  start(app: App): Promise<void>;
  stop(): Promise<void>;
  /** Whether a click would reach us now. */
  isConnected(): boolean;
}

export interface SocketOptions {
  appToken: string;
  slackApiUrl: string;
  onError: (error: unknown) => void;
}

/** A closed connection may be left open by the other side; it is not waited for any longer. */
const closesWithinMs = 2_000;

export function createSockets(options: SocketOptions): Sockets {
  const receivers = [createReceiver(options), createReceiver(options)] as const;
  const connected = new Set<SocketModeReceiver>();
  for (const receiver of receivers) {
    receiver.client.on('connected', () => connected.add(receiver));
    for (const event of ['close', 'reconnecting', 'disconnected']) {
      receiver.client.on(event, () => connected.delete(receiver));
    }
    receiver.client.on('error', options.onError);
  }
  return {
    receivers,
    async start(app) {
      for (const receiver of receivers) {
        receiver.init(app);
        await receiver.start();
      }
    },
    async stop() {
      await Promise.all(receivers.map((receiver) => disconnect(receiver)));
    },
    isConnected: () => connected.size > 0,
  };
}

function createReceiver({ appToken, slackApiUrl, onError }: SocketOptions): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    logger: quietLogger,
    // A copy of its own, without a retryConfig: the receiver writes its hundred reconnects into these options.
    installerOptions: { clientOptions: { slackApiUrl } },
    processEventErrorHandler: async ({ error }) => {
      onError(error);
      // Not acknowledged: Slack shows its warning to the person who clicked.
      return false;
    },
  });
}

async function disconnect(receiver: SocketModeReceiver): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, closesWithinMs);
    receiver.client.once('disconnected', () => {
      clearTimeout(timer);
      resolve();
    });
    void receiver.stop();
  });
}
