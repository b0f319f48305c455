/** The invented company in which the sandbox plays: its ids and credentials, in one place for simulators, demo and tests. */
export const world = {
  slack: {
    teamId: 'T0ACME',
    teamDomain: 'acme',
    appId: 'A0USHER',
    botUserId: 'U0USHER',
    botId: 'B0USHER',
    botToken: 'xoxb-sandbox-bot-token',
    appToken: 'xapp-sandbox-app-token',
    signingSecret: 'sandbox-signing-secret',
    channel: { id: 'C0WEBINAR', name: 'webinar-approvals' },
    people: [
      { id: 'U0MARA', name: 'mara', realName: 'Mara Lindqvist', role: 'approver' },
      { id: 'U0JO', name: 'jo', realName: 'Jo Okafor', role: 'another approver' },
      { id: 'U0SAM', name: 'sam', realName: 'Sam Weiss', role: 'a stranger' },
    ],
    approverGroup: { id: 'S0APPROVE', handle: 'webinar-approvers', members: ['U0MARA', 'U0JO'] },
  },
  marketo: {
    clientId: 'sandbox-marketo-client',
    clientSecret: 'sandbox-marketo-secret',
    webhookSecret: 'sandbox-webhook-secret',
    program: { id: 2207, name: 'Zero-trust in practice', channel: 'Webinar' },
  },
  on24: {
    clientId: 30211,
    tokenKey: '0123456789abcdef0123456789abcdef',
    tokenSecret: 'fedcba9876543210fedcba9876543210fedcba9876543210',
    event: { id: 4410123, title: 'Zero-trust in practice' },
  },
} as const;
