/** Draws one block. */
import { ElementView } from '../elements/element-view.tsx';
import { InputBlock } from '../elements/input-block.tsx';
import type { Block, BlockOf } from './block-shapes.ts';
import { ChartView } from './chart-view.tsx';
import { MarkdownView } from './markdown-view.tsx';
import { PictureView } from './picture-view.tsx';
import { RichTextView } from './rich-text-view.tsx';
import { DataTableView, TableView } from './table-view.tsx';
import { TextView } from './text-view.tsx';

export function BlockView({ block }: { block: Block }) {
  switch (block.type) {
    case 'divider':
      return <hr />;
    case 'header':
      return <h3>{block.text.text}</h3>;
    case 'section':
      return <SectionView block={block} />;
    case 'context':
      return (
        <div class="context">
          {block.elements.map((element, index) =>
            element.type === 'image' ? (
              <PictureView key={element.alt_text} image={element} />
            ) : (
              <TextView key={index} text={element} />
            ),
          )}
        </div>
      );
    case 'actions':
      return (
        <div class="actions">
          {block.elements.map((element) => (
            <ElementView
              key={element.type === 'image' ? element.alt_text : element.action_id}
              blockId={block.block_id}
              element={element}
            />
          ))}
        </div>
      );
    case 'input':
      return <InputBlock block={block} />;
    case 'image':
      return (
        <figure class="picture">
          {block.title && <figcaption>{block.title.text}</figcaption>}
          <PictureView image={block} />
        </figure>
      );
    case 'markdown':
      return <MarkdownView text={block.text} />;
    case 'rich_text':
      return <RichTextView block={block} />;
    case 'table':
      return <TableView block={block} />;
    case 'data_table':
      return <DataTableView block={block} />;
    case 'data_visualization':
      return <ChartView block={block} />;
    case 'alert':
      return (
        <p class={`alert alert-${block.level}`} role="note">
          <TextView text={block.text} />
        </p>
      );
    case 'task_card':
      return <TaskLine task={block} />;
    case 'plan':
      return (
        <section class="plan">
          <b>{block.title}</b>
          {block.tasks.map((task) => (
            <TaskLine key={task.task_id} task={task} />
          ))}
        </section>
      );
    case 'container':
      return (
        <section class="container">
          {block.title && <b>{block.title.text}</b>}
          {block.subtitle && <TextView text={block.subtitle} />}
          {block.child_blocks.map((child, index) => (
            <BlockView key={child.block_id || index} block={child} />
          ))}
        </section>
      );
  }
}

function SectionView({ block }: { block: BlockOf<'section'> }) {
  return (
    <div class="section">
      <div class="section-words">
        {block.text && <TextView text={block.text} />}
        {block.fields && (
          <div class="fields">
            {block.fields.map((field, index) => (
              <TextView key={index} text={field} />
            ))}
          </div>
        )}
      </div>
      {block.accessory && <ElementView blockId={block.block_id} element={block.accessory} />}
    </div>
  );
}

const taskWords = { pending: 'Waits', in_progress: 'Runs', complete: 'Done', error: 'Failed' } as const;

function TaskLine({ task }: { task: { readonly title: string; readonly status: keyof typeof taskWords } }) {
  return (
    <p class={`task task-${task.status}`}>
      <span>{task.title}</span>
      <small>{taskWords[task.status]}</small>
    </p>
  );
}
