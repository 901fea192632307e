package io.anteroom.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What came of a pass of the engine.
 *
 * @param took how long it took
 * @param done what this replica did meanwhile
 * @param complete whether nothing more was due soon; if not, the time was over
 * @param joined whether another pass was under way at its beginning, whose work it counts too
 * @param underWay whether calls are under way still
 * @param nextDue when something is due next, for any replica; in the past where something is due
 *     already; empty where nothing will be
 */
public record PassReport(
    Duration took,
    WorkCounts done,
    boolean complete,
    boolean joined,
    boolean underWay,
    Optional<Instant> nextDue) {}
