import { compose } from './compose.ts';

/** The app of this process: its functions share clients, catalog, breakers and memory. */
export const application = compose(process.env);
