/** The names by which Slack tells us which of an alert's buttons was used. */
export const alertActions = {
  retryAll: 'retry_all',
  seePeople: 'see_alert_people',
  tryNow: 'try_connection_now',
  askMarketoAgain: 'ask_marketo_again',
} as const;

export const alertModals = { people: 'alert_people' } as const;
