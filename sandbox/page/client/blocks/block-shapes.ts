/** The blocks that the page can draw, as zod shapes: a block that fits none of them is named instead of drawn. */
import { z } from 'zod';
import { elementShape, imageElement } from '../elements/element-shapes.ts';
import { richTextShape } from './rich-text-shapes.ts';
import { plainText, textObject } from './text-shapes.ts';

const tableCell = z.union([
  z.object({ type: z.literal('raw_text'), text: z.string() }),
  z.object({ type: z.literal('raw_number'), value: z.number(), text: z.string().optional() }),
  richTextShape,
]);
const rows = z.array(z.array(tableCell));
const points = z.array(z.object({ label: z.string(), value: z.number() }));
const block_id = z.string().default('');

export const chartShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('pie'), segments: points }),
  z.object({
    type: z.enum(['bar', 'line', 'area']),
    series: z.array(z.object({ name: z.string(), data: points })),
  }),
]);
const task = z.object({
  task_id: z.string(),
  title: z.string(),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
});

const leafShapes = [
  z.object({ type: z.literal('divider'), block_id }),
  z.object({ type: z.literal('header'), block_id, text: plainText }),
  z.object({
    type: z.literal('section'),
    block_id,
    text: textObject.optional(),
    fields: z.array(textObject).optional(),
    accessory: elementShape.optional(),
  }),
  z.object({
    type: z.literal('context'),
    block_id,
    elements: z.array(z.union([textObject, imageElement])),
  }),
  z.object({ type: z.literal('actions'), block_id, elements: z.array(elementShape) }),
  z.object({
    type: z.literal('input'),
    block_id,
    label: plainText,
    hint: plainText.optional(),
    optional: z.boolean().default(false),
    dispatch_action: z.boolean().default(false),
    element: elementShape,
  }),
  z.object({
    type: z.literal('image'),
    block_id,
    image_url: z.string().optional(),
    alt_text: z.string(),
    title: plainText.optional(),
  }),
  z.object({ type: z.literal('markdown'), block_id, text: z.string() }),
  z.object({ ...richTextShape.shape, block_id }),
  z.object({
    type: z.literal('table'),
    block_id,
    rows,
    column_settings: z
      .array(z.object({ align: z.enum(['left', 'center', 'right']).optional() }).nullable())
      .optional(),
  }),
  z.object({
    type: z.literal('data_table'),
    block_id,
    caption: z.string(),
    rows,
    page_size: z.number().default(5),
    row_header_column_index: z.number().optional(),
  }),
  z.object({ type: z.literal('data_visualization'), block_id, title: z.string(), chart: chartShape }),
  z.object({
    type: z.literal('alert'),
    block_id,
    text: textObject,
    level: z.enum(['default', 'info', 'warning', 'error', 'success']).default('default'),
  }),
  z.object({ type: z.literal('task_card'), block_id, ...task.omit({}).shape }),
  z.object({ type: z.literal('plan'), block_id, title: z.string(), tasks: z.array(task).default([]) }),
] as const;

const container = z.object({
  type: z.literal('container'),
  block_id,
  title: plainText.optional(),
  subtitle: textObject.optional(),
  child_blocks: z.array(z.discriminatedUnion('type', [...leafShapes])),
});

export const blockShape = z.discriminatedUnion('type', [...leafShapes, container]);

export type Block = z.infer<typeof blockShape>;
export type BlockOf<Type extends Block['type']> = Extract<Block, { type: Type }>;
export type Chart = z.infer<typeof chartShape>;
export type TableRows = z.infer<typeof rows>;
