package io.anteroom.quota;

/**
 * Who pauses an account, and why. Immutable.
 *
 * @param operator the operator's name; not null
 * @param reason or null
 */
public record PauseNote(String operator, String reason) {}
