/** Draws a chart with a legend that says every number in words. */
import type { BlockOf } from './block-shapes.ts';
import { chartColour } from './chart-colours.ts';
import { SeriesChart } from './series-chart.tsx';

export function ChartView({ block: { title, chart } }: { block: BlockOf<'data_visualization'> }) {
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      {chart.type === 'pie' ? (
        <PieChart title={title} segments={chart.segments} />
      ) : (
        <SeriesChart title={title} chart={chart} />
      )}
    </figure>
  );
}

interface Segment {
  readonly label: string;
  readonly value: number;
}

function PieChart({ title, segments }: { title: string; segments: readonly Segment[] }) {
  const total = segments.reduce((sum, { value }) => sum + value, 0);
  const words = segments.map(({ label, value }) => `${label} ${value}`).join(', ');
  let turned = 0;
  return (
    <div class="pie">
      <svg viewBox="-50 -50 100 100" role="img" aria-label={`${title}: ${words}`}>
        {segments.map(({ label, value }, index) => {
          const share = total === 0 ? 0 : value / total;
          const start = turned;
          turned += share;
          // A thick circle is a ring; dashes part its circumference.
          const length = 2 * Math.PI * 34;
          return (
            <circle
              key={label}
              r="34"
              fill="none"
              stroke={chartColour(index)}
              stroke-width="22"
              stroke-dasharray={`${Math.max(0, share * length - 1)} ${length}`}
              transform={`rotate(${start * 360 - 90})`}
            />
          );
        })}
        <text class="pie-total" text-anchor="middle" y="5">
          {total.toLocaleString('en')}
        </text>
      </svg>
      <ul class="legend">
        {segments.map(({ label, value }, index) => (
          <li key={label}>
            <i style={{ background: chartColour(index) }} />
            <span>{label}</span>
            <b>{value.toLocaleString('en')}</b>
            <small>{total === 0 ? '0' : Math.round((value / total) * 100)} %</small>
          </li>
        ))}
      </ul>
    </div>
  );
}
