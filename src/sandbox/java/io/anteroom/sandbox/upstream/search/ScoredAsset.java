package io.anteroom.sandbox.upstream.search;

/**
 * An asset that was found.
 *
 * @param score how well it fits, above 0; comparable within one search only
 */
public record ScoredAsset(String assetId, float score) {}
