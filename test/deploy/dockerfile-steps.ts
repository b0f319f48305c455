/** A Dockerfile without a container engine: each stage is a folder, COPY copies, RUN runs there. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Copy, DockerfileParser, type From, type JSONInstruction } from 'dockerfile-ast';

const repository = fileURLToPath(new URL('../..', import.meta.url));
export interface Stage {
  folder: string;
  environment: Record<string, string>;
  command: string[];
}

/** Carries every step out under `place`; returns the last stage, with all that the image would hold beside its base. */
export function carryOut(dockerfile: string, place: string): Stage {
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  const text = readFileSync(join(repository, dockerfile), 'utf8');
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const [keyword, words] = [
      instruction.getKeyword(),
      instruction.getArguments().map((word) => word.getValue()),
    ];
    if (keyword === 'FROM') {
      const name = (instruction as From).getBuildStage() ?? 'last';
      stage = { folder: join(place, name), environment: {}, command: [] };
      mkdirSync(stage.folder, { recursive: true });
      stages.set(name, stage);
      continue;
    }
    if (!stage) throw new Error(`${keyword} stands before FROM`);
    if (keyword === 'ENV')
      Object.assign(stage.environment, Object.fromEntries(words.map((word) => word.split('='))));
    if (keyword === 'COPY') copy(instruction as Copy, words, stage, stages);
    if (keyword === 'RUN') run(instruction.getArgumentsContent() ?? '', stage, place);
    if (keyword === 'ENTRYPOINT' || keyword === 'CMD')
      stage.command.push(
        ...(instruction as JSONInstruction)
          .getJSONStrings()
          .map((word) => JSON.parse(word.getValue()) as string),
      );
  }
  if (!stage) throw new Error('the Dockerfile has no stage');
  return stage;
}

function copy(instruction: Copy, words: string[], stage: Stage, stages: Map<string, Stage>): void {
  const from = instruction.getFromFlag()?.getValue();
  const source = from ? stages.get(from)?.folder : repository;
  const [target = '', ...paths] = words.filter((word) => !word.startsWith('--')).reverse();
  for (const path of paths) {
    const inStage = path.replace(/^\/app\//, '');
    const isIntoFolder = target.endsWith('/');
    const to = join(stage.folder, isIntoFolder ? join(target, inStage) : target);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(source ?? '', inStage), to, { recursive: true });
  }
}

function run(command: string, stage: Stage, place: string): void {
  process.stdout.write(`RUN ${command}\n`);
  execFileSync('sh', ['-c', command], {
    cwd: stage.folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    // Its own npm cache, so that no step cleans the one of this machine.
    env: { ...process.env, ...stage.environment, npm_config_cache: join(place, 'npm-cache') },
  });
}
