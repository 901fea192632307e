package io.anteroom.api.batch;

import io.anteroom.accept.AcceptResult;

/** What became of a request to index things together, and what is answered. */
record AcceptedBatch(BatchResponse body, AcceptResult result) {}
