/** The names by which Slack tells us which of an alert's buttons was used. */
export const alertActions = {
  retryAll: 'retry_all',
  seePeople: 'see_alert_people',
  earlierPeople: 'earlier_alert_people',
  laterPeople: 'later_alert_people',
  sendPeople: 'send_alert_people',
  tryNow: 'try_connection_now',
  askMarketoAgain: 'ask_marketo_again',
  checkConnection: 'check_connection',
  dismiss: 'dismiss_alert',
} as const;

export const alertModals = { people: 'alert_people', checks: 'connection_checks' } as const;
