/** What customers' Marketo instances do differently, or what nobody has documented: each a switch that may be turned while running. */

export interface MarketoSwitches {
  /**
   * Statuses of the channel "Webinar". `hidden`: Waitlisted exists but is hidden. `renamed`: system statuses under other
   * names. `own-names`: Pending Approval and Rejected were added as "To Review" and "Declined".
   */
  channel:
    | 'pending-and-rejected'
    | 'stock'
    | 'asynchronous'
    | 'renamed'
    | 'own-names'
    | 'other-steps'
    | 'hidden';
  /** Whether channel statuses carry their system mapping. */
  statusTypes: 'present' | 'absent';
  /** The `type` of Pending Approval and Rejected, which an administrator added. */
  customStatusTypes: 'own-name' | 'absent';
  /** Whether a status written by REST makes the adapter push to ON24, as one set by hand or by a flow does. */
  restStatusPushes: 'no' | 'yes';
  /** In the legacy world a linked adapter (see `linkAdapter`) pushes; with ON24 Connect nothing does. */
  world: 'legacy-adapter' | 'on24-connect';
  /** Answer to writing the status that a member already has. */
  sameStatus: '1037' | 'updated';
  /** Where 1025 stands when the status name is unknown. */
  unknownStatus: 'record' | 'call';
  /** Custom program-member fields, which an administrator adds and hides; one holds what approvers write to the person. */
  customMemberFields: readonly string[];
  /** Whether Describe says that `statusReason` may be written. */
  statusReasonField: 'read-only' | 'updateable';
  /** Where 1006 stands when a data write names a field that there is not. */
  unknownField: 'record' | 'call';
  /** What status.json does with "Not in Program". */
  notInProgram: 'refused' | 'removes';
  /** Whether a removal leaves an activity 104 to "Not in Program". */
  removalActivity: 'logged' | 'absent';
  /** JSON types of the values of an activity 104. */
  activityValues: 'typed' | 'strings';
  /** Whether activities still carry the numeric `id` beside `marketoGUID`. */
  activityIds: 'present' | 'absent';
  /** `result` of an activity page without rows. */
  emptyActivityResult: 'empty-array' | 'absent';
  /** Whether members may be filtered by `updatedAt`, or the code that says they may not. */
  updatedAtFilter: 'ok' | '1035' | '1003';
  /** What the role of the API user may do; 603 otherwise. */
  access: 'granted' | 'read-only' | 'denied';
  /** Calls of the webhook. `late`: after `webhookLateMs`. */
  webhooks: 'on' | 'off' | 'duplicated' | 'late';
  webhookLateMs: number;
  /** Whether numeric tokens stand in quotes in the webhook's payload. */
  webhookTokens: 'quoted' | 'bare';
  /** What Marketo sends as the header x-usher-secret; undefined sends none. */
  webhookSecret: string | undefined;
  /** Webhook calls at the same time. */
  webhookConcurrency: number;
  /** From the form fill (first status of the progression) to its campaign's Pending Approval. */
  formFlowDelayMs: number;
  /** From an accepted Request Campaign to its effect; 2 to 60 s in real life. */
  campaignDelayMs: number;
  /** From Registered to the linked adapter's answer. */
  adapterDelayMs: number;
  /** Calls in any 20 seconds before 606. */
  callsPer20Seconds: number;
  /** Calls at the same time before 615. */
  concurrentCalls: number;
  /** Calls a day (from midnight in Chicago) before 607. */
  callsPerDay: number;
}

export function defaultMarketoSwitches(webhookSecret: string): MarketoSwitches {
  return {
    channel: 'pending-and-rejected',
    statusTypes: 'present',
    customStatusTypes: 'own-name',
    restStatusPushes: 'no',
    world: 'legacy-adapter',
    sameStatus: '1037',
    unknownStatus: 'record',
    customMemberFields: ['approvalNote', 'seatPreference'],
    statusReasonField: 'read-only',
    unknownField: 'record',
    notInProgram: 'refused',
    removalActivity: 'logged',
    activityValues: 'typed',
    activityIds: 'present',
    emptyActivityResult: 'empty-array',
    updatedAtFilter: 'ok',
    access: 'granted',
    webhooks: 'on',
    webhookLateMs: 5_000,
    webhookTokens: 'quoted',
    webhookSecret,
    webhookConcurrency: 20,
    formFlowDelayMs: 50,
    campaignDelayMs: 2_000,
    adapterDelayMs: 200,
    callsPer20Seconds: 100,
    concurrentCalls: 10,
    callsPerDay: 50_000,
  };
}
