package io.anteroom.accept;

import java.util.UUID;

/**
 * What became of an accept.
 *
 * @param id the task that now stands for it
 * @param fresh whether this accept made the task; false where its idempotency key already had one
 */
public record AcceptResult(UUID id, boolean fresh) {}
