package io.anteroom.sandbox.upstream.indexing;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a caller wants indexed.
 *
 * @param account whose it will be
 * @param metadata never null
 */
public record SandboxIndexRequest(
    String account, String collectionId, ObjectNode metadata, ContentSource source) {}
