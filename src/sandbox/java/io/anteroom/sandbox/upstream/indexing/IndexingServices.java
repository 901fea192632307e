package io.anteroom.sandbox.upstream.indexing;

import io.anteroom.sandbox.upstream.assets.AssetStore;
import io.anteroom.sandbox.upstream.search.AssetIndex;

/**
 * All assets, and what works on them.
 *
 * @param store what is known of each asset
 * @param index the words of each asset
 * @param workshop fetches, keeps and reads content
 * @param workers run what blocks
 */
public record IndexingServices(
    AssetStore store, AssetIndex index, ContentPipeline workshop, WorkerPool workers) {}
