/** The app's Home tab for this person. */
import type { ShownView } from '../../page-state.ts';
import { BlockList } from '../blocks/block-list.tsx';
import { SurfaceProvider } from '../surface.ts';
import { useViewSurface } from './view-surface.ts';

export function HomeView({ view }: { view: ShownView | undefined }) {
  return (
    <section class="home" aria-label="Usher's Home">
      {view === undefined ? (
        <p class="nothing">Usher has not drawn a Home for you yet.</p>
      ) : (
        <DrawnHome key={view.id} view={view} />
      )}
    </section>
  );
}

function DrawnHome({ view }: { view: ShownView }) {
  const surface = useViewSurface(view);
  return (
    <SurfaceProvider value={surface}>
      <BlockList blocks={view.blocks} />
    </SurfaceProvider>
  );
}
