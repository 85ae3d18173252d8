// Where things stand in the kernel's memory. It never grows, so that whoever holds a view of it holds it for good; pages
// that nobody touches cost nothing.

/** By slot: what its value is (one byte), where that begins and where it ends (four bytes each). */
export const SLOT_KINDS: usize = 0x400;
export const SLOT_STARTS: usize = 0x800;
export const SLOT_ENDS: usize = 0xc00;
export const MOST_SLOTS: u32 = 256;

/** Two times of a record (`facts.ts`). */
export const TIMES: usize = 0x200;

/** What is read of every event and never written: names, keys, columns. */
export const TABLES: usize = 0x1000;
export const TABLES_END: usize = 0x3_0000;

/** What columns take from a verdict. */
export const PIECES: usize = 0x3_0000;
export const PIECES_END: usize = 0x13_0000;

export const MEMOS: usize = 0x13_0000;
export const MEMOS_END: usize = 0x44_0000;

/** The body of an event; twice what the hub takes as a message. */
export const BODY: usize = 0x44_0000;
export const MOST_BODY_BYTES: usize = 0x20_0000;

/** A row: it is copied before the next one is written. */
export const ROW: usize = 0x65_0000;
export const ROW_END: usize = 0x6d_0000;

/** Longer values of a column go the other way, which counts their bytes and cuts them. */
export const MOST_VALUE_BYTES: usize = 21_000;

/**
 * Behind a text stand so many zeros, and behind everything else there is room for as much: whoever takes 16 bytes at a
 * time need not ask for the end.
 */
export const SLACK: usize = 64;
