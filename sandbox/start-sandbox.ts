/** Starts Slack, Marketo and ON24 on one clock, with the page to click in: the same for the demo and for tests. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { SandboxClock } from './clock.ts';
import { type MarketoSandbox, startMarketoSandbox } from './marketo/marketo-sandbox.ts';
import { type On24Sandbox, startOn24Sandbox } from './on24/on24-sandbox.ts';
import { startPage } from './page/page-server.ts';
import { type SlackSandbox, startSlackSandbox } from './slack/slack-sandbox.ts';

export interface SandboxOptions {
  /** The page's port, followed by those of Slack, Marketo, ON24 and the bot; `any` takes free ones. 4700 when absent. */
  readonly ports?: number | 'any';
  /** Base address of the bot. The port after ON24's when absent; none with `any`, until `setBotUrl`. */
  readonly botUrl?: string;
}

export interface Sandbox {
  readonly pageUrl: string;
  readonly slack: SlackSandbox;
  readonly marketo: MarketoSandbox;
  readonly on24: On24Sandbox;
  readonly clock: SandboxClock;
  /** From now on Slack and Marketo send to the bot at this base address. */
  setBotUrl(url: string): void;
  /** `sandbox.env` with the addresses of these simulators, and PORT where a default bot is expected. */
  botEnvironment(): Promise<Record<string, string>>;
  close(): Promise<void>;
}

export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
  constructor(port: number, whose: string) {
    super(
      `Port ${port} of 127.0.0.1 is in use, so ${whose} cannot start there. End what uses it, or set SANDBOX_PORT to another first port.`,
    );
  }
}

const defaultFirstPort = 4700;

/** What SANDBOX_PORT asks for; 0 means any free ports. Throws an Error in words for whoever typed it. */
export function portsFrom(environment: Readonly<Record<string, string | undefined>>): number | 'any' {
  const given = environment.SANDBOX_PORT?.trim() ?? '';
  if (given === '') return defaultFirstPort;
  const port = Number(given);
  if (!/^\d+$/.test(given) || port > 65_531)
    throw new Error(`SANDBOX_PORT is "${given}"; it must be a port from 1 to 65531, or 0 for any free ones.`);
  return port === 0 ? 'any' : port;
}

/** @throws PortInUseError */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { ports = defaultFirstPort } = options;
  const portAt = (offset: number) => (ports === 'any' ? 0 : ports + offset);
  const botUrl = options.botUrl ?? (ports === 'any' ? undefined : `http://127.0.0.1:${portAt(4)}`);
  const clock = new SandboxClock();
  const started: { close(): Promise<void> }[] = [];
  const start = async <T extends { close(): Promise<void> }>(
    whose: string,
    offset: number,
    begin: (port: number) => Promise<T>,
  ) => {
    const port = portAt(offset);
    const server = await begin(port).catch((error: unknown) => {
      throw isPortInUse(error) ? new PortInUseError(port, whose) : error;
    });
    started.push(server);
    return server;
  };
  const close = async () => {
    await Promise.all(started.splice(0).map((server) => server.close()));
  };

  try {
    const slack = await start('Slack', 1, (port) => startSlackSandbox({ port, clock }));
    const marketo = await start('Marketo', 2, (port) => startMarketoSandbox({ port, clock }));
    const on24 = await start('ON24', 3, (port) => startOn24Sandbox({ port, clock }));
    const page = await start('the page', 0, (port) => startPage({ slack, marketo, on24, clock }, port));
    const setBotUrl = (url: string) => {
      slack.setRequestUrl(`${url}/slack/events`);
      marketo.setWebhookUrl(`${url}/marketo/webhook`);
    };
    if (botUrl !== undefined) setBotUrl(botUrl);
    return {
      pageUrl: page.url,
      slack,
      marketo,
      on24,
      clock,
      setBotUrl,
      botEnvironment: async () => ({
        ...(await sandboxEnv()),
        SLACK_API_URL: slack.apiUrl,
        MARKETO_URL: marketo.url,
        ON24_URL: on24.url,
        ...(ports === 'any' ? {} : { PORT: String(portAt(4)) }),
      }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function sandboxEnv(): Promise<Record<string, string>> {
  const read = parseEnv(await readFile(join(import.meta.dirname, 'sandbox.env'), 'utf8'));
  return Object.fromEntries(Object.entries(read).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

function isPortInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
