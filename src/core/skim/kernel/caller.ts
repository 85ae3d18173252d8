// What the kernel asks of its caller: what is written in a way that comes seldom.

/**
 * Writes a column behind the row, from the value itself, and extends the row by it.
 * @returns false when it is so long that it may have to be cut
 */
export declare function writeExactly(column: u32): bool;

/**
 * Reads a time that is not written as the wire writes it.
 * @param to where it is written as rows have it; there is room for 64 bytes
 * @returns its length, 0 when it is no time
 */
export declare function readTime(start: usize, end: usize, to: usize): usize;
