package io.anteroom.account;

import java.time.Instant;

/**
 * The time in which an operator need not send the key again. Immutable.
 *
 * @param until when it ends
 */
public record OperatorSession(Operator operator, Instant until) {}
