package io.anteroom.api.batch;

import io.anteroom.accept.AcceptResult;

/**
 * What became of a request to index things together.
 *
 * @param body what became of each item; null where the batch was there before, and is read when it
 *     is answered with
 */
record AcceptedBatch(AcceptResult result, BatchResponse body) {}
