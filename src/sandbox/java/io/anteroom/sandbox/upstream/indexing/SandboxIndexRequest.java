package io.anteroom.sandbox.upstream.indexing;

import io.anteroom.sandbox.upstream.assets.AssetMetadata;

/**
 * What a caller wants indexed.
 *
 * @param account whose it will be
 * @param metadata never null
 */
public record SandboxIndexRequest(
    String account, String collectionId, AssetMetadata metadata, ContentSource source) {}
