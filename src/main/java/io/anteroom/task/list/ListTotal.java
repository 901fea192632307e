package io.anteroom.task.list;

/**
 * How many entries a list has over all pages.
 *
 * @param count how many
 * @param exact whether they were counted; else it is a guess, too large or too small, but no less
 *     than what the page itself shows there to be
 */
public record ListTotal(long count, boolean exact) {}
