/** The link that a registered person is given: the event's own page, or one made for each person; pure. */

export interface LinkPerson {
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  company: string | null;
}

export interface LinkEvent {
  on24EventId: number;
  /** The event's audience page. */
  joinLink: string | null;
  joinLinkTemplate: string | null;
}

const placeholders: Record<string, (person: LinkPerson, event: LinkEvent) => string | null> = {
  email: ({ email }) => email,
  firstName: ({ firstName }) => firstName,
  lastName: ({ lastName }) => lastName,
  company: ({ company }) => company,
  eventId: (_person, { on24EventId }) => String(on24EventId),
};

const placeholder = /\{([^{}]*)\}/g;
/** As many characters as Marketo's field takes. */
const longest = 2000;

/** A link that has grown too long for Marketo would lead nowhere once cut: the event's own page serves as well. */
export function joinLinkOf(event: LinkEvent, person: LinkPerson): string | null {
  if (event.joinLinkTemplate === null) return event.joinLink;
  const link = event.joinLinkTemplate.replace(placeholder, (_whole, name: string) =>
    encodeURIComponent(wellFormed(placeholders[name]?.(person, event)?.trim() ?? '')),
  );
  return link.length > longest ? event.joinLink : link;
}

/** What keeps a template from making links, as a sentence; nothing when it is fine. */
export function faultOfTemplate(template: string): string | undefined {
  const names = [...template.matchAll(placeholder)].map(([, name = '']) => name);
  const unknown = names.find((name) => !Object.hasOwn(placeholders, name));
  if (unknown !== undefined) {
    const known = Object.keys(placeholders).map((name) => `{${name}}`);
    return `The join link holds {${unknown}}, which nothing fills. Use ${known.join(', ')}.`;
  }
  const hasFixedHost = /^https:\/\/[^/?#@{}\s]+(?=[/?#]|$)/i.test(template);
  if (!hasFixedHost || !URL.canParse(template.replace(placeholder, 'x'))) {
    return 'The join link must be an https address, with what is filled in after the name of the host.';
  }
  if (/[{}]/.test(template.replace(placeholder, ''))) {
    return 'The join link holds a brace without its partner.';
  }
  return undefined;
}

// Half of a character that takes two is no text, and would not be encoded.
function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '�');
}
