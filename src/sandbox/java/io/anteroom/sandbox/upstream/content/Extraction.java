package io.anteroom.sandbox.upstream.content;

import io.anteroom.sandbox.upstream.assets.MediaFacts;

/**
 * What was found in a file.
 *
 * @param type what the file is
 * @param size its bytes
 * @param text what can be searched for; never null
 * @param media of an image or a video; else null
 */
public record Extraction(ContentType type, long size, String text, MediaFacts media) {}
