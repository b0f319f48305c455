/** Draws the page into its document. */
import { render } from 'preact';
import { SandboxPage } from './sandbox-page.tsx';

const root = document.getElementById('page');
if (root !== null) render(<SandboxPage />, root);
