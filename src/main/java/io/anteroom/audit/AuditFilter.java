package io.anteroom.audit;

import java.time.Instant;

/**
 * Which entries a list shows. Immutable.
 *
 * @param operator only this one's, or null
 * @param createdAfter only those of this moment or later, or null
 * @param createdBefore only those before this moment, or null
 * @param after only those before this entry, or null
 */
public record AuditFilter(
    String operator, Instant createdAfter, Instant createdBefore, Long after) {}
