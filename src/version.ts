/** The version of this software, as in package.json (a test holds them together). It stands in every dead letter. */
export const VERSION = '0.1.0';
