/** The page's POST routes: each body is checked, and every failure comes back as a sentence. */
import { Hono } from 'hono';
import { z } from 'zod';
import {
  changeStatus,
  endWebinar,
  fillForm,
  fillFormsOfStrangers,
  moveToEvening,
  removeMember,
  setOn24Mode,
  throttleMarketo,
} from './outside-actions.ts';
import { type PageAnswer, pageRequests, type RequestName } from './page-requests.ts';
import type { PageSource } from './read-page-state.ts';
import { click, closeView, openHome, reload, say, submit, suggest } from './slack-actions.ts';

/** `touch` is called after each action: switches change without a signal of their own. */
export function pageActions(source: PageSource, touch: () => void): Hono {
  const { slack } = source;
  const routes = new Hono();
  const on = <Body>(
    name: RequestName,
    shape: z.ZodType<Body>,
    act: (body: Body) => PageAnswer | Promise<PageAnswer>,
  ) => {
    routes.post(`/${name}`, async (context) => {
      const answer = await act(shape.parse(await context.req.json()));
      touch();
      return context.json(answer);
    });
  };

  on('slack/click', pageRequests['slack/click'], (body) => click(slack, body));
  on('slack/suggest', pageRequests['slack/suggest'], (body) => suggest(slack, body));
  on('slack/submit', pageRequests['slack/submit'], (body) => submit(slack, body));
  on('slack/close', pageRequests['slack/close'], (body) => closeView(slack, body));
  on('slack/say', pageRequests['slack/say'], (body) => say(slack, body));
  on('slack/home', pageRequests['slack/home'], ({ personId }) => openHome(slack, personId));
  on('slack/reload', pageRequests['slack/reload'], ({ personId }) => reload(slack, personId));
  on('marketo/fill-form', pageRequests['marketo/fill-form'], (body) => fillForm(source, body));
  on('marketo/forms-of-strangers', pageRequests['marketo/forms-of-strangers'], ({ count }) =>
    fillFormsOfStrangers(source, count),
  );
  on('marketo/status', pageRequests['marketo/status'], (body) => changeStatus(source, body));
  on('marketo/remove', pageRequests['marketo/remove'], ({ leadId }) => removeMember(source, leadId));
  on('marketo/throttle', pageRequests['marketo/throttle'], ({ isOn }) => throttleMarketo(source, isOn));
  on('on24/mode', pageRequests['on24/mode'], (body) => setOn24Mode(source, body));
  on('on24/end', pageRequests['on24/end'], () => endWebinar(source));
  on('clock/evening', pageRequests['clock/evening'], () => moveToEvening(source));

  routes.onError((error, context) => {
    const warning = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
    return context.json({ ok: false, warning } satisfies PageAnswer, 400);
  });
  return routes;
}
