/** Draws a table, and a data table with its caption and pages. */
import { useState } from 'preact/hooks';
import type { BlockOf, TableRows } from './block-shapes.ts';
import { RichTextView } from './rich-text-view.tsx';

type Cell = TableRows[number][number];

export function TableView({ block }: { block: BlockOf<'table'> }) {
  const aligned = (column: number) => block.column_settings?.[column]?.align ?? 'left';
  return (
    <div class="table-frame">
      <table>
        <tbody>
          {block.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} style={{ textAlign: aligned(column) }}>
                  <CellView cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function DataTableView({ block }: { block: BlockOf<'data_table'> }) {
  const [head = [], ...body] = block.rows;
  const size = Math.max(1, block.page_size);
  const pages = Math.max(1, Math.ceil(body.length / size));
  const [wanted, setPage] = useState(0);
  const page = Math.min(wanted, pages - 1);
  return (
    <div class="table-frame">
      <table>
        <caption>{block.caption}</caption>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} scope="col">
                <CellView cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.slice(page * size, page * size + size).map((row, index) => (
            <tr key={page * size + index}>
              {row.map((cell, column) => (
                <td key={column} class={cell.type === 'raw_number' ? 'number' : undefined}>
                  <CellView cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {pages > 1 && (
        <div class="table-pages">
          <button type="button" class="quiet" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Previous
          </button>
          <span>
            Page {page + 1} of {pages}
          </span>
          <button type="button" class="quiet" disabled={page === pages - 1} onClick={() => setPage(page + 1)}>
            Next
          </button>
        </div>
      )}
    </div>
  );
}

function CellView({ cell }: { cell: Cell }) {
  switch (cell.type) {
    case 'raw_text':
      return <>{cell.text}</>;
    case 'raw_number':
      return <>{cell.text ?? cell.value.toLocaleString('en')}</>;
    case 'rich_text':
      return <RichTextView block={cell} />;
  }
}
