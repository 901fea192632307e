package io.anteroom.metrics;

import java.time.Instant;

/**
 * What a replica did in some seconds. Immutable.
 *
 * @param at the end of that time, by the clock of the replica
 * @param seconds how long it was; more than 0
 * @param submitted tasks that the upstream accepted
 * @param ended tasks whose end it saw or made
 * @param polls of running tasks that were due
 * @param pollLagSeconds how long after they were due, on average; null where there was none
 */
public record HistorySample(
    Instant at, double seconds, long submitted, long ended, long polls, Double pollLagSeconds) {}
