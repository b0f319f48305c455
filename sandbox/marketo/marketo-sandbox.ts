/** A Marketo that lives on this machine: the REST interface over real HTTP, and the hands that act inside it. */
import { ChangeSignal } from '../change-signal.ts';
import type { SandboxClock } from '../clock.ts';
import { ClockSchedule } from '../clock-schedule.ts';
import { FaultQueue } from '../faults.ts';
import { serveOnLoopback } from '../loopback-server.ts';
import { world } from '../world.ts';
import type { AdapterLink } from './marketo-adapter-link.ts';
import { marketoEndpoints } from './marketo-endpoints.ts';
import type { MarketoEffect, MarketoFault } from './marketo-faults.ts';
import { marketoFront } from './marketo-front.ts';
import {
  addProgram,
  addWorldProgram,
  byHand,
  deleteProgram,
  joinCampaigns,
  programById,
  setStatusByHand,
} from './marketo-hands.ts';
import { deleteLead, fillForm, mergeLeads, saveLead } from './marketo-people.ts';
import { MarketoQuota } from './marketo-quota.ts';
import type {
  FormFill,
  LeadChange,
  MarketoCall,
  SandboxCampaign,
  SandboxLead,
  SandboxMail,
  SandboxMember,
  WebhookAnswer,
} from './marketo-records.ts';
import { MarketoState } from './marketo-state.ts';
import { removeMember } from './marketo-status-change.ts';
import { defaultMarketoSwitches, type MarketoSwitches } from './marketo-switches.ts';
import { MarketoTokens } from './marketo-token.ts';
import { MarketoWebhook } from './marketo-webhook.ts';

export interface MarketoSandboxOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  readonly clock: SandboxClock;
  /** Where the webhook is sent; none when absent. */
  readonly webhookUrl?: string;
}

export interface MarketoSandbox {
  readonly port: number;
  /** Base address, what MARKETO_URL is set to. */
  readonly url: string;
  /** May be changed while running. */
  readonly switches: MarketoSwitches;
  /** Every REST call, oldest first. */
  readonly calls: readonly MarketoCall[];
  /** The most calls that were under way at one time. */
  readonly mostCallsAtOnce: number;
  /** Every mail the child campaigns sent, oldest first. */
  readonly mails: readonly SandboxMail[];
  readonly webhookAnswers: readonly WebhookAnswer[];
  setWebhookUrl(url: string | undefined): void;
  /** Adds a webinar program, or gives the one with this id its new name; `channel` is "Webinar" when absent. */
  addProgram(program: { id: number; name: string; channel?: string }): void;
  deleteProgram(programId: number): void;
  /** Adds a campaign that can be requested; the world's program has 3712 (Registered), 3713 (Rejected), 3714 (Waitlisted). */
  addCampaign(campaign: SandboxCampaign): void;
  /** Somebody sends the form: first status of the progression at once, Pending Approval a moment later. Returns the lead's id. */
  fillForm(programId: number, person: FormFill): number;
  /** Members tab > Change Status: forward only; "Not in Program" removes; a non-member is added. */
  setStatusByHand(programId: number, leadId: number, statusName: string): 'changed' | 'refused';
  removeFromProgram(programId: number, leadId: number): void;
  /** Throws when there is no such lead. */
  changeLead(leadId: number, change: LeadChange): void;
  /** The loser's memberships and activities go to the winner, its id is gone. */
  mergeLeads(winnerId: number, loserId: number): void;
  deleteLead(leadId: number): void;
  /** Forgets activities older than `before`, as Marketo does after its retention time. */
  purgeActivities(before: Date): void;
  lead(leadId: number): SandboxLead | undefined;
  member(programId: number, leadId: number): SandboxMember | undefined;
  members(programId: number): SandboxMember[];
  /** Links the legacy adapter, which acts while `switches.world` is legacy-adapter; undefined unlinks it. */
  linkAdapter(link: AdapterLink | undefined): void;
  /** Event Actions > Refresh from Webinar Provider: the linked adapter's attendance pull, which also runs at 23:00 Pacific. */
  refreshFromWebinarProvider(programId: number): Promise<void>;
  /** Plays a fault on the next matching calls. */
  fail(fault: MarketoFault): void;
  clearFaults(): void;
  /** The token in use is answered 602 (expired) or 601 (invalid) from now on; the next token is a new one. */
  expireTokens(answer?: '601' | '602'): void;
  onChange(listener: () => void): () => void;
  /** Waits until `read` gives a value; rejects after `timeoutMs` (5 s when absent). */
  until<T>(what: string, read: () => T | undefined | false | null, timeoutMs?: number): Promise<T>;
  close(): Promise<void>;
}

/** Starts the simulator on 127.0.0.1 with the world's program in it. */
export async function startMarketoSandbox(options: MarketoSandboxOptions): Promise<MarketoSandbox> {
  const { clock } = options;
  const signal = new ChangeSignal();
  const schedule = new ClockSchedule(clock);
  const switches = defaultMarketoSwitches(world.marketo.webhookSecret);
  const state = new MarketoState(clock, schedule, signal, switches);
  const mails: SandboxMail[] = [];
  const webhook = new MarketoWebhook(state, options.webhookUrl);
  const adapter = joinCampaigns(state, mails, webhook);
  const faults = new FaultQueue<MarketoEffect>();
  const calls: MarketoCall[] = [];
  const tokens = new MarketoTokens(clock);
  const quota = new MarketoQuota(clock, switches);
  const endpoints = marketoEndpoints(state, quota);
  const server = await serveOnLoopback(
    marketoFront({ state, tokens, quota, faults, calls, endpoints }),
    options.port,
  );

  addWorldProgram(state);
  return {
    port: server.port,
    url: server.url,
    switches,
    calls,
    get mostCallsAtOnce() {
      return quota.mostAtOnce;
    },
    mails,
    webhookAnswers: webhook.answers,
    setWebhookUrl: (url) => {
      webhook.url = url;
    },
    addProgram: (program) => addProgram(state, program),
    deleteProgram: (programId) => deleteProgram(state, programId),
    addCampaign: (campaign) => {
      state.campaigns.set(campaign.id, campaign);
    },
    fillForm: (programId, person) => fillForm(state, programById(state, programId), person).id,
    setStatusByHand: (programId, leadId, statusName) =>
      setStatusByHand(state, programById(state, programId), leadId, statusName),
    removeFromProgram: (programId, leadId) => {
      removeMember(state, programById(state, programId), leadId, byHand);
    },
    changeLead: (leadId, change) => {
      const lead = state.leads.get(leadId);
      if (lead === undefined) throw new Error(`there is no lead ${leadId}`);
      saveLead(state, change, lead);
    },
    mergeLeads: (winnerId, loserId) => mergeLeads(state, winnerId, loserId),
    deleteLead: (leadId) => deleteLead(state, leadId),
    purgeActivities: (before) => {
      state.activities = state.activities.filter((activity) => activity.at >= before);
    },
    lead: (leadId) => state.leads.get(leadId),
    member: (programId, leadId) => state.membersOf(programId).get(leadId),
    members: (programId) => [...state.membersOf(programId).values()],
    linkAdapter: (link) => adapter.linkTo(link),
    refreshFromWebinarProvider: (programId) => adapter.pullAttendance(programById(state, programId)),
    fail: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    expireTokens: (answer = '602') => tokens.end(answer),
    onChange: (listener) => signal.onChange(listener),
    until: (what, read, timeoutMs) => signal.until(what, read, timeoutMs),
    close: async () => {
      schedule.close();
      webhook.close();
      await server.close();
    },
  };
}
