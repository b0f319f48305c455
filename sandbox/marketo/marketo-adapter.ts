/** Marketo's legacy ON24 adapter: pushes Registered people to ON24 and pulls attendance every night. */
import { nextPacificHour } from '../pacific-time.ts';
import type { AdapterAnswer, AdapterLink } from './marketo-adapter-link.ts';
import { saveLead } from './marketo-people.ts';
import type { SandboxMember, SandboxProgram } from './marketo-records.ts';
import type { MarketoState, StatusChange } from './marketo-state.ts';
import { changeStatus } from './marketo-status-change.ts';

const PULL_HOUR = 23;

export class MarketoAdapter {
  readonly #state: MarketoState;
  /** Called once a push succeeded: the confirmation mail waits for the link. */
  readonly #onRegistered: (program: SandboxProgram, member: SandboxMember) => void;
  #link: AdapterLink | undefined;

  constructor(state: MarketoState, onRegistered: (program: SandboxProgram, member: SandboxMember) => void) {
    this.#state = state;
    this.#onRegistered = onRegistered;
  }

  linkTo(link: AdapterLink | undefined): void {
    const isFirst = this.#link === undefined && link !== undefined;
    this.#link = link;
    if (isFirst) this.#scheduleNightlyPull();
  }

  /** Whether this change is one that the adapter takes to ON24. */
  pushes({ role, cause }: StatusChange): boolean {
    const { world, restStatusPushes } = this.#state.switches;
    if (this.#link === undefined || world !== 'legacy-adapter' || role !== 'registered') return false;
    return cause === 'hand' || cause === 'flow' || (cause === 'rest' && restStatusPushes === 'yes');
  }

  onStatusChange(change: StatusChange): void {
    if (!this.pushes(change)) return;
    const { program, member } = change;
    // Before the caller's own answer, the member must still show what was written; the adapter comes after.
    this.#state.schedule.after(0, () => this.#move(program, member.leadId, 'registering'));
    this.#state.schedule.after(
      this.#state.switches.adapterDelayMs,
      () => void this.#push(program, member.leadId),
    );
  }

  /** Marks who attended, adds attendees unknown here by their e-mail address, and sets No Show once the webinar is over. */
  async pullAttendance(program: SandboxProgram): Promise<void> {
    const link = this.#link;
    if (link === undefined) return;
    const attendees = await link.attendees(program.id);
    for (const { email, attended } of attendees) {
      const lead = this.#state.leadsWithEmail(email)[0] ?? saveLead(this.#state, { email });
      this.#move(program, lead.id, attended === 'live' ? 'attended' : 'attendedOnDemand');
    }
    // ON24's own rule: when nobody came live, Registered stays.
    if (!link.isOver(program.id) || !attendees.some(({ attended }) => attended === 'live')) return;
    const registered = this.#state.statusInRole(program, 'registered')?.name;
    for (const member of [...this.#state.membersOf(program.id).values()]) {
      if (member.statusName === registered) this.#move(program, member.leadId, 'noShow');
    }
  }

  #scheduleNightlyPull(): void {
    this.#state.schedule.at(nextPacificHour(this.#state.clock.now(), PULL_HOUR), () => {
      if (this.#link === undefined) return;
      if (this.#state.switches.world === 'legacy-adapter') {
        for (const program of this.#state.programs.values())
          void this.pullAttendance(program).catch(() => undefined);
      }
      this.#scheduleNightlyPull();
    });
  }

  async #push(program: SandboxProgram, leadId: number): Promise<void> {
    const lead = this.#state.leads.get(leadId);
    if (lead === undefined || this.#link === undefined) return;
    const { email, firstName, lastName, company, title } = lead;
    const person = { programId: program.id, leadId, email, firstName, lastName, company, title };
    const answer = await this.#link.register(person).catch(
      (error: unknown): AdapterAnswer => ({
        statusReason: error instanceof Error ? error.message : String(error),
      }),
    );
    const member = this.#state.membersOf(program.id).get(leadId);
    const waiting = ['registering', 'registered'] as const;
    const stillWaits = waiting.some(
      (role) => this.#state.statusInRole(program, role)?.name === member?.statusName,
    );
    if (member === undefined || !stillWaits) return;
    if ('statusReason' in answer) {
      this.#move(program, leadId, 'registrationError', answer.statusReason);
      return;
    }
    const { webinarUrl, registrationCode = member.registrationCode } = answer;
    this.#state.updateMember(member, { webinarUrl, registrationCode });
    this.#move(program, leadId, 'registered');
    const registered = this.#state.membersOf(program.id).get(leadId);
    if (registered !== undefined) this.#onRegistered(program, registered);
    this.#state.signal.notify();
  }

  #move(
    program: SandboxProgram,
    leadId: number,
    role: 'registering' | 'registered' | 'registrationError' | 'attended' | 'attendedOnDemand' | 'noShow',
    statusReason?: string,
  ): void {
    const status = this.#state.statusInRole(program, role);
    const member = this.#state.membersOf(program.id).get(leadId);
    if (status === undefined || member?.statusName === status.name) return;
    changeStatus(this.#state, program, leadId, status.name, {
      cause: 'adapter',
      reason: 'Changed by Webinar Provider ON24',
      ...(statusReason === undefined ? {} : { statusReason }),
    });
  }
}
